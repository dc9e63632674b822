import { z } from 'zod';
import type { Earlier, RunView } from '@faultline/core';
import type { FindingOf } from '@faultline/model';
import { firstSentence } from './first-sentence.ts';

/** What detectors warn of in a run that completed, and in which nothing is at fault. */
export const unusualSchema = z.strictObject({
  findingId: z.string(),
  says: z.string().describe('The least likely of the warnings, its first sentence.'),
  others: z.int().describe('Further warnings of detectors.'),
});

type Unusual = z.infer<typeof unusualSchema>;

/**
 * The least likely of what detectors warn of, ties in order of the findings. `null`: they do not, the run did not complete, or
 * failure rules warn, which tell more. O(findings log findings).
 */
export function mostUnusual({ status }: RunView, earlier: Earlier): Unusual | null {
  if (status !== 'completed') return null;
  if (earlier.all.some(({ kind, severity }) => kind === 'failure-rule' && severity !== 'info')) return null;
  const [first, ...others] = earlier
    .of('detector')
    .filter(({ severity }) => severity !== 'info')
    .toSorted((a, b) => unlikeliness(a) - unlikeliness(b));
  return first === undefined
    ? null
    : { findingId: first.id, says: firstSentence(first.message), others: others.length };
}

/** What has no p-value comes last: a score says little of another. */
const unlikeliness = ({ qValue, pValue }: FindingOf<'detector'>): number => qValue ?? pValue ?? 1;

/** `Nothing broke. What is most unusual: step "draft" took 17 s; 95 % of 300 earlier executions took 1.3 s to 4.5 s.` */
export function unusualText({ says, others }: Unusual): string {
  const more = others === 0 ? '' : ` (and ${others} more)`;
  return `Nothing broke. What is most unusual: ${says.charAt(0).toLowerCase()}${says.slice(1)}${more}.`;
}
