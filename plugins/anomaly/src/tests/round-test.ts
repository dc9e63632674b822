import type { RunView } from '@faultline/core';
import { repeatsPerRun, stepCounts, stepIndex, type Baselines, type WorkflowShape } from '@faultline/facts';
import type { Distribution } from '@faultline/stats';
import type { Family } from './hypothesis.ts';
import { isRare, kindOf, type PresentKind } from './kinds.ts';
import { rarity } from './rarity.ts';

/**
 * How often steps ran, and with the same input: as often as in this run, or more often. One question for all steps, by how
 * rare that is, which is exact; and how much more often, by the tail of each count, for as many counts as were learned.
 *
 *     300 runs have 2 to 5 of "fetch", and this one 402   ->   p = 1/301 exact, about 1e-6 by the tail
 *     300 runs have 1 to 8 of "search", each with another input, and this one 5 with the same   ->   p = 1/301 exact
 */
export function roundTest(run: RunView, learned: Baselines, shape: WorkflowShape): Family {
  const usualRounds: Usual = (stepId) => learned.of(run.workflowId, stepId, 'executionsPerRun');
  const usualRepeats: Usual = (stepId) => learned.of(run.workflowId, stepId, 'repeatsPerRun');
  const present = [...presentRounds(run, shape, usualRounds), ...presentRepeats(run, shape, usualRepeats)];
  // So it is in most runs: what earlier ones had is not looked at.
  if (present.length === 0) return { exactP: 1, p: 1, weight: 3, count: 1, hypotheses: [] };
  const { runs, stepIds } = shape;
  const counts = [usualRounds, usualRepeats].flatMap((usualOf) => stepIds.flatMap((stepId) => usualOf(stepId) ?? []));
  const runsAsRare = (count: number): number => counts.reduce((sum, usual) => sum + largestCountUpTo(count, usual), 0);
  const kinds = rarity(present, runsAsRare, runs).map((kind) => ({
    ...kind,
    tailP: Math.min(kind.p, kind.tailP * counts.length),
  }));
  const exactP = Math.min(1, ...kinds.map((kind) => kind.p));
  const p = Math.min(1, ...kinds.map(({ tailP }) => tailP));
  return { exactP, p, weight: 3, count: 1, hypotheses: [{ about: 'rounds', exactP, p, weight: 1, runs, kinds }] };
}

interface PresentRounds extends PresentKind {
  readonly rounds: number;
  /** Of this step alone. */
  readonly tailP: number;
}

/** A count over earlier runs. `undefined`: no run had any. */
type Usual = (stepId: string) => Distribution | undefined;

function presentRounds(run: RunView, shape: WorkflowShape, usualOf: Usual): PresentRounds[] {
  const { executionsPerRun } = stepCounts(run);
  return stepIndex(run).ids.flatMap((stepId, step) => {
    const rounds = executionsPerRun[step]!;
    const usual = rounds > 1 ? usualOf(stepId) : undefined;
    // A step that no run had is new, however often it runs.
    if (usual === undefined) return [];
    // What further attempts alone explain is told by what failed.
    if (firstAttempts(run, stepId) <= usual.quantile(0.975)) return [];
    const seenIn = runsWithAtLeast(usual, rounds);
    if (!isRare(seenIn, shape)) return [];
    return [{ ...kindOf('rounds', [stepId], seenIn), rounds, tailP: usual.tailP(rounds, 'upper').p }];
  });
}

/** Of a step that never ran twice, no input came twice. */
function presentRepeats(run: RunView, shape: WorkflowShape, usualOf: Usual): PresentRounds[] {
  const repeats = repeatsPerRun(run);
  return stepIndex(run).ids.flatMap((stepId, step) => {
    const rounds = repeats[step]!;
    // A step that no run had is new.
    if (rounds < 2 || shape.runsWith(stepId) === 0) return [];
    const usual = usualOf(stepId);
    const seenIn = usual === undefined ? 0 : runsWithAtLeast(usual, rounds);
    if (!isRare(seenIn, shape)) return [];
    return [{ ...kindOf('repeats', [stepId], seenIn), rounds, tailP: usual?.tailP(rounds, 'upper').p ?? 1 }];
  });
}

const firstAttempts = (run: RunView, stepId: string): number =>
  run
    .executionsOf(stepId)
    .filter(({ attempt, status }) => attempt === 1 && status !== 'skipped' && status !== 'pending').length;

/** Read from its p-value, which is a rank. */
const runsWithAtLeast = ({ count, pAtLeast }: Distribution, rounds: number): number =>
  Math.round(pAtLeast(rounds) * (count + 1)) - 1;

/** How many runs had at least so many rounds, for the fewest rounds that at most `most` runs had. O(log² of the rounds). */
function largestCountUpTo(most: number, usual: Distribution): number {
  let high = 1;
  while (runsWithAtLeast(usual, high) > most) high *= 2;
  let low = Math.floor(high / 2);
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (runsWithAtLeast(usual, middle) > most) low = middle;
    else high = middle;
  }
  return runsWithAtLeast(usual, high);
}
