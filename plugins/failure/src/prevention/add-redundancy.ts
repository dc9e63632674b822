import { defineOptimizer } from '@faultline/core';
import { preventionUses } from './prevention.ts';
import { proposals } from './proposal.ts';
import { settingsSchema } from './settings.ts';

/** Proposes a second provider where runs stand or fall with a service. */
export const addRedundancy = defineOptimizer({
  id: 'failure/add-redundancy',
  description: 'Proposes a second provider where runs stand or fall with a service.',
  advice: 'Ask the second provider when the first has failed or is late; its failures must have causes of their own.',
  severity: 'info',
  options: settingsSchema.pick({ hedgeAt: true, leastPrevented: true, leastShare: true }),
  messages: {
    redundancy: 'Ask a second provider for step "{{step}}" when the first failed, or after {{hedge:ms}}: {{effect}}.',
    late: 'Ask a second provider for step "{{step}}" when the first takes longer than {{hedge:ms}}: {{effect}}.',
  },
  uses: preventionUses,
  optimize(run, context) {
    for (const { step, kind, figures, effect, report } of proposals(run, context, 'redundancy'))
      context.report({
        messageId: kind === 'slow' ? 'late' : 'redundancy',
        ...report,
        data: { step, hedge: figures['hedgeMs'] ?? 0, effect },
      });
  },
});
