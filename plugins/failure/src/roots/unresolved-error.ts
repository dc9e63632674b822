import { defineFailureRule, firstPlaces, measured } from '@faultline/core';
import { causeChain, failureRoots } from '@faultline/facts';
import { lastOfEachCall } from './last-of-each-call.ts';

/** Reports failures after which work went on and nobody took notice. */
export const unresolvedError = defineFailureRule({
  id: 'failure/unresolved-error',
  description: 'Reports failures after which others went on, and nobody tried again, was told, or spoke of it.',
  advice: 'Hand the error to whatever comes next, so that it can try again, do otherwise, or say what is missing.',
  severity: 'warning',
  messages: {
    unresolved:
      'Step "{{step}}" failed ({{type}}){{among}}; what came after neither tried again nor speaks of the failure.',
  },
  diagnose(run, { report }) {
    const unresolved = lastOfEachCall(failureRoots(run).filter(({ fate }) => fate === 'unresolved'));
    const byStep = Map.groupBy(unresolved, ({ outermost, failure }) =>
      JSON.stringify([outermost.stepId, failure.type]),
    );
    for (const [root, ...others] of byStep.values()) {
      if (root === undefined) continue;
      const { outermost, failure } = root;
      report({
        messageId: 'unresolved',
        at: firstPlaces([root, ...others].map((one) => one.outermost)),
        data: {
          step: outermost.stepId,
          type: failure.type,
          among: others.length === 0 ? '' : ` ${others.length + 1} times`,
        },
        // Somebody may have taken notice in words that say nothing of failures.
        confidence: 0.7,
        causes: firstPlaces(causeChain(run, outermost)),
        evidence: [measured('failures', others.length + 1, 'count', outermost)],
      });
    }
  },
});
