import { defineOptimizer } from '@faultline/core';
import { preventionUses } from './prevention.ts';
import { effect, proposals } from './proposal.ts';
import { settingsSchema } from './settings.ts';

/** Proposes a timeout where attempts hang longer than those that complete ever take. */
export const addTimeout = defineOptimizer({
  id: 'failure/add-timeout',
  description: 'Proposes a timeout where attempts hang longer than those that complete ever take.',
  advice: 'Give attempts up at that time; what they hold is free for the next one.',
  severity: 'info',
  options: settingsSchema.pick({ completing: true, leastPrevented: true, leastShare: true }),
  messages: { timeout: `Give an attempt at step "{{step}}" up after {{timeout:ms}}: ${effect}` as const },
  uses: preventionUses,
  optimize(run, context) {
    for (const { step, figures, effect: data, report } of proposals(run, context, 'timeout'))
      context.report({ messageId: 'timeout', ...report, data: { step, timeout: figures['timeoutMs'] ?? 0, ...data } });
  },
});
