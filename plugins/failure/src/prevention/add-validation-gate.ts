import { defineOptimizer } from '@faultline/core';
import { preventionUses } from './prevention.ts';
import { proposals } from './proposal.ts';
import { settingsSchema } from './settings.ts';

/** Proposes a check where a bad result was passed on, or a failure went unnoticed. */
export const addValidationGate = defineOptimizer({
  id: 'failure/add-validation-gate',
  description: 'Proposes a check where a bad result was passed on, or a failure went unnoticed.',
  advice: 'Check the result before it is passed on, and fail there.',
  severity: 'info',
  options: settingsSchema.pick({ leastPrevented: true, leastShare: true }),
  messages: {
    check: 'Check the result of step "{{step}}", and stop where it is bad: {{effect}}.',
    stop: 'Do not go on when step "{{step}}" fails: {{effect}}.',
  },
  uses: preventionUses,
  optimize(run, context) {
    for (const { step, kind, effect, report } of proposals(run, context, 'gate'))
      context.report({ messageId: kind === 'swallowed' ? 'stop' : 'check', ...report, data: { step, effect } });
  },
});
