import { transcriptSteps, type TranscriptStep } from '@faultline/facts';
import type { LabelledCase } from './labelled-case.ts';
import type { Prediction, Ranker } from './prediction.ts';

/** Rules that look for one thing, and name one step. */
export const trivialRankers: readonly (readonly [name: string, ranker: Ranker])[] = [
  ['last step', single((steps) => steps.length - 1)],
  ['first error word', single((steps) => Math.max(0, steps.findIndex(speaksOfError)))],
  ['last error word', single((steps) => Math.max(0, steps.findLastIndex(speaksOfError)))],
  ['step before the first failed tool, else first error word', single(beforeFirstFailure)],
  ['most frequent agent, its first step', single(firstOfMostFrequent)],
];

/** Any step, each with the same chance. */
export const randomRanker =
  (random: () => number): Ranker =>
  (one) => {
    const steps = transcriptSteps(one.run);
    const order = [...steps.keys()];
    for (let i = order.length - 1; i > 0; i--) {
      const j = Math.floor(random() * (i + 1));
      [order[i], order[j]] = [order[j] ?? 0, order[i] ?? 0];
    }
    return { agent: steps[order[0] ?? 0]?.agent ?? '', steps: order.map((i) => numberAt(one, steps, i)) };
  };

/** The step at which errors are most often, by its number; the earliest of equals. Agents are those who speak there. */
export function modalStep(cases: readonly LabelledCase[]): Ranker {
  const counts = new Map<number, number>();
  for (const { step } of cases) counts.set(step, (counts.get(step) ?? 0) + 1);
  const ordered = [...counts].toSorted(([a, m], [b, n]) => n - m || a - b).map(([step]) => step);
  return (one) => {
    const steps = transcriptSteps(one.run);
    const numbers = ordered.filter((number) => steps.some((_, i) => numberAt(one, steps, i) === number));
    const at = steps.findIndex((_, i) => numberAt(one, steps, i) === numbers[0]);
    return { agent: steps[at]?.agent ?? '', steps: numbers };
  };
}

function single(choose: (steps: readonly TranscriptStep[]) => number): Ranker {
  return (one): Prediction => {
    const steps = transcriptSteps(one.run);
    const at = choose(steps);
    return { agent: steps[at]?.agent ?? '', steps: [numberAt(one, steps, at)], namesOne: true };
  };
}

const errorWord = /error|fail|exception|traceback|not found|unable|cannot/i;

function speaksOfError({ said }: TranscriptStep): boolean {
  return errorWord.test(said);
}

function beforeFirstFailure(steps: readonly TranscriptStep[]): number {
  const failed = steps.findIndex(({ hasFailed }) => hasFailed);
  return failed > 0 ? failed - 1 : Math.max(0, steps.findIndex(speaksOfError));
}

function firstOfMostFrequent(steps: readonly TranscriptStep[]): number {
  const counts = new Map<string, number>();
  for (const { agent, speaker } of steps) if (speaker !== 'tool') counts.set(agent, (counts.get(agent) ?? 0) + 1);
  const most = Math.max(0, ...counts.values());
  return Math.max(
    0,
    steps.findIndex(({ agent }) => counts.get(agent) === most),
  );
}

const numberAt = ({ numberOf }: LabelledCase, steps: readonly TranscriptStep[], at: number): number =>
  numberOf.get(steps[at]?.execution.id ?? '') ?? -1;
