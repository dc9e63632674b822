import { defineOptimizer } from '@faultline/core';
import { preventionUses } from './prevention.ts';
import { effect, proposals } from './proposal.ts';
import { settingsSchema } from './settings.ts';

/** Proposes a fallback where what needs the result of a step can do without it. */
export const addFallback = defineOptimizer({
  id: 'failure/add-fallback',
  description: 'Proposes a fallback where what needs the result of a step can do without it.',
  advice: 'Answer from a cache or a simpler source when the step fails, and mark the answer as such.',
  severity: 'info',
  options: settingsSchema.pick({ leastPrevented: true, leastShare: true }),
  messages: { fallback: `Give step "{{step}}" a fallback for when it fails: ${effect}` as const },
  uses: preventionUses,
  optimize(run, context) {
    for (const { step, effect: data, report } of proposals(run, context, 'fallback'))
      context.report({ messageId: 'fallback', ...report, data: { step, ...data } });
  },
});
