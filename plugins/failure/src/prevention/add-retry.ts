import { defineOptimizer } from '@faultline/core';
import { preventionUses } from './prevention.ts';
import { proposals } from './proposal.ts';
import { settingsSchema } from './settings.ts';

/** Proposes retries where failures pass, and says what they would prevent. */
export const addRetry = defineOptimizer({
  id: 'failure/add-retry',
  description: 'Proposes retries where failures pass, and says what they would prevent.',
  advice: 'Add the retries if the step can be repeated without harm, with growing pauses.',
  severity: 'info',
  options: settingsSchema.pick({ maxRetries: true, pauseMs: true, leastPrevented: true, leastShare: true }),
  messages: { retry: 'Retry step "{{step}}" up to {{times}}, {{pause:ms}} apart: {{effect}}.' },
  uses: preventionUses,
  optimize(run, context) {
    for (const { step, figures, effect, report } of proposals(run, context, 'retry'))
      context.report({
        messageId: 'retry',
        ...report,
        data: { step, times: times(figures['retries']), pause: figures['pauseMs'] ?? 0, effect },
      });
  },
});

const times = (retries = 0): string => (retries === 1 ? 'once' : retries === 2 ? 'twice' : `${retries} times`);
