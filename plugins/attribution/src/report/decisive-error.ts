import { defineFailureRule } from '@faultline/core';
import { isBrokenDown, isFailedConversation, isKnownWrong } from '@faultline/facts';
import { attributeTrained } from '../attribute-trained.ts';
import { attributeUntrained } from '../attribute-untrained.ts';
import { reasonsText } from './attribution-blocks.ts';
import { decisiveSteps } from '../learning/decisive-steps.ts';

/** Says which step of a conversation that is known to have gone wrong probably made the decisive error. */
export const decisiveError = defineFailureRule({
  id: 'attribution/decisive-error',
  description: 'Says which agent made the decisive error of a conversation that went wrong, and in which step.',
  advice: 'Read this step first: what was said after it rests on it.',
  namesCause: true,
  severity: 'info',
  messages: {
    step: 'Agent "{{agent}}" probably made the decisive error, in step {{step}} (counted from 0): {{reasons}}.',
  },
  uses: { labelled: decisiveSteps },
  diagnose(run, { learned: { labelled }, report }) {
    // What only has failures may have come through them; what broke down failed of what broke it.
    if (!isKnownWrong(run) || isBrokenDown(run) || !isFailedConversation(run)) return;
    const model = labelled.model();
    const { abstains, steps } = model === undefined ? attributeUntrained(run) : attributeTrained(run, model);
    const [first] = steps;
    if (first === undefined || abstains) return;
    const { agent, index, execution, probability } = first;
    report({
      messageId: 'step',
      at: [execution],
      confidence: probability,
      causes: [execution],
      data: { agent, step: String(index), reasons: reasonsText(first) },
    });
  },
});
