import { defineAnalysis } from '@faultline/core';
import { isBrokenDown, isFailedConversation, isKnownWrong } from '@faultline/facts';
import { attributeTrained } from '../attribute-trained.ts';
import { attributeUntrained } from '../attribute-untrained.ts';
import { attributionBlocks, abstention } from './attribution-blocks.ts';
import { attributionValueSchema, type AttributionValue } from './attribution-value.ts';
import { decisiveSteps } from '../learning/decisive-steps.ts';

/** Which step of a failed conversation made the decisive error, and which agent: out of the box, and as learned from labels. */
export const attributionSection = defineAnalysis({
  id: 'attribution/ranking',
  description: 'Ranks the steps and agents of failed conversations by how likely they made the decisive error.',
  chapter: 'failures',
  title: 'Which agent, which step',
  schema: attributionValueSchema,
  uses: { labelled: decisiveSteps },
  analyze(run, { learned: { labelled } }) {
    if (!isFailedConversation(run)) return undefined;
    const model = labelled.model();
    const untrained = attributeUntrained(run);
    const trained = model && attributeTrained(run, model);
    const steps = beside(untrained.steps, trained?.steps, ({ index }) => index);
    const agents = beside(untrained.agents, trained?.agents, ({ agent }) => agent);
    return {
      isKnownWrong: isKnownWrong(run),
      isBrokenDown: isBrokenDown(run),
      abstains: untrained.abstains,
      labelledRuns: labelled.runs,
      knowsLabel: labelled.has(run.id),
      tooLong: labelled.tooLong,
      steps: steps.map(([{ execution, reasons, ...step }, learned]) => ({
        ...step,
        executionId: execution.id,
        stepId: execution.stepId,
        learned,
        reasons: [...reasons],
      })),
      agents: agents.map(([agent, learned]) => ({ ...agent, learned })),
    };
  },
  present: attributionBlocks,
  // Where a step can be named, a finding does.
  sumUp: (value) => (isUntold(value) && namesNone(value) ? [{ topic: 'cause', text: abstention(value) }] : []),
});

/** Whether nothing else says what broke first. */
const isUntold = (value: AttributionValue): boolean => value.isKnownWrong && !value.isBrokenDown;

const namesNone = ({ abstains, steps }: AttributionValue): boolean =>
  abstains && steps.every(({ learned }) => learned === null);

const mostShown = 5;

/** The most probable of both rankings, in the order of the first, with what the second says. O(n). */
function beside<T extends { readonly probability: number }>(
  first: readonly T[],
  second: readonly T[] | undefined,
  keyOf: (ranked: T) => unknown,
): readonly (readonly [T, number | null])[] {
  const learnedOf = new Map(second?.map((ranked) => [keyOf(ranked), ranked.probability]));
  const shown = new Set([first, second ?? []].flatMap((ranking) => ranking.slice(0, mostShown)).map(keyOf));
  return first
    .filter((ranked) => shown.has(keyOf(ranked)))
    .map((ranked) => [ranked, learnedOf.get(keyOf(ranked)) ?? null]);
}
