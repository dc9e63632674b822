import { capitalized, defineFailureRule } from '@faultline/core';
import { baselines } from '@faultline/facts';
import { placeText, reasonsText } from './candidate-text.ts';
import { diagnosisOf } from './diagnosis.ts';
import type { RootCandidate } from './root-causes.ts';

/** Says what broke first, with its probability. */
export const rootCause = defineFailureRule({
  id: 'failure/root-cause',
  description: 'Says where the fault of a run most likely was, of all steps and of what they share.',
  advice: 'Begin here: whatever the fault took down needs no repair of its own.',
  namesCause: true,
  severity: 'info',
  messages: {
    first: '{{place}} probably broke first: {{reasons}}.',
    also: '{{place}} probably broke by itself: {{reasons}}.',
  },
  uses: { baselines },
  diagnose(run, context) {
    for (const [at, root] of withOneShared(diagnosisOf(run, context).roots).entries()) {
      const { place, execution, probability, clues } = root;
      const places = execution === undefined ? [] : [execution];
      context.report({
        messageId: at === 0 ? 'first' : 'also',
        at: places,
        confidence: probability,
        causes: places,
        data: { place: capitalized(placeText(place)), reasons: reasonsText(root) },
        evidence: clues.flatMap(({ evidence }) => evidence).slice(0, mostEvidence),
      });
    }
  },
});

/** What is shared has no place to point at, so that only one of it can be told; the section lists them all. */
function withOneShared(roots: readonly RootCandidate[]): readonly RootCandidate[] {
  const first = roots.findIndex(({ execution }) => execution === undefined);
  return roots.filter(({ execution }, at) => execution !== undefined || at === first);
}

const mostEvidence = 10;
