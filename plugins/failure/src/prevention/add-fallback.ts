import { defineOptimizer } from '@faultline/core';
import { preventionUses } from './prevention.ts';
import { proposals } from './proposal.ts';
import { settingsSchema } from './settings.ts';

/** Proposes a fallback where what needs the result of a step can do without it. */
export const addFallback = defineOptimizer({
  id: 'failure/add-fallback',
  description: 'Proposes a fallback where what needs the result of a step can do without it.',
  advice: 'Answer from a cache or a simpler source when the step fails, and mark the answer as such.',
  severity: 'info',
  options: settingsSchema.pick({ leastPrevented: true, leastShare: true }),
  messages: {
    fallback: 'Give step "{{step}}" a fallback for when it fails: {{effect}}.',
    late: 'Give step "{{step}}" a fallback for when it takes longer than {{timeout:ms}}: {{effect}}.',
  },
  uses: preventionUses,
  optimize(run, context) {
    for (const { step, kind, figures, effect, report } of proposals(run, context, 'fallback'))
      if (kind === 'slow')
        context.report({ messageId: 'late', ...report, data: { step, timeout: figures['timeoutMs'] ?? 0, effect } });
      else context.report({ messageId: 'fallback', ...report, data: { step, effect } });
  },
});
