import { defineOptimizer } from '@faultline/core';
import { preventionUses } from './prevention.ts';
import { proposals } from './proposal.ts';
import { settingsSchema } from './settings.ts';

/** Proposes a circuit breaker where a service fails many times in a row, and each time is waited for. */
export const addCircuitBreaker = defineOptimizer({
  id: 'failure/add-circuit-breaker',
  description: 'Proposes a circuit breaker where a service fails many times in a row, and each time is waited for.',
  advice: 'Fail at once while the service is down, and try it from time to time.',
  severity: 'info',
  options: settingsSchema.pick({ openAfter: true, leastPrevented: true, leastShare: true }),
  messages: {
    breaker:
      'Put a circuit breaker before step "{{step}}" that opens after {{failures:count}} failures in a row: {{effect}}.',
  },
  uses: preventionUses,
  optimize(run, context) {
    for (const { step, figures, effect, report } of proposals(run, context, 'breaker'))
      context.report({ messageId: 'breaker', ...report, data: { step, failures: figures['openAfter'] ?? 0, effect } });
  },
});
