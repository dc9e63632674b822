import { defineOptimizer } from '@faultline/core';
import { preventionUses } from './prevention.ts';
import { proposals } from './proposal.ts';
import { settingsSchema } from './settings.ts';

/** Proposes a timeout where attempts hang longer than those that complete ever take. */
export const addTimeout = defineOptimizer({
  id: 'failure/add-timeout',
  description: 'Proposes a timeout where attempts hang longer than those that complete ever take.',
  advice: 'Give attempts up at that time; what they hold is free for the next one.',
  severity: 'info',
  options: settingsSchema.pick({ completing: true, leastPrevented: true, leastShare: true }),
  messages: {
    timeout: 'Give an attempt at step "{{step}}" up after {{timeout:ms}}: {{effect}}.',
    again: 'Give an attempt at step "{{step}}" up after {{timeout:ms}}, and try once more: {{effect}}.',
  },
  uses: preventionUses,
  optimize(run, context) {
    for (const { step, figures, effect, report } of proposals(run, context, 'timeout'))
      context.report({
        messageId: (figures['secondTry'] ?? 0) > 0 ? 'again' : 'timeout',
        ...report,
        data: { step, timeout: figures['timeoutMs'] ?? 0, effect },
      });
  },
});
