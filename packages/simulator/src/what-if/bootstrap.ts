import { RandomStream } from '../random-stream.ts';
import type { RunOutcomes } from './run-outcomes.ts';
import { studentFactor } from './student-factor.ts';

/** Figures of runs drawn anew, one for each time. */
export interface Replicates {
  /** The mean gain. */
  readonly gainMs: readonly number[];
  /** By how much the mean of new runs differs from what the known ones say. */
  readonly newMeanErrorMs: readonly number[];
}

/**
 * Draws as many runs as there are, with replacement, again and again. For the mean of n new runs two things are uncertain:
 * which runs are known, and which will come, so that its error is that of a mean of n draws less that of a mean of all.
 * Both figures are widened, because N runs spread less than what they come from, by sqrt(N / (N - 1)), and because how much
 * that spreads is an estimate as well, as Student's distribution is wider than the normal one.
 * O(replicates * (runs + new runs)).
 */
export function bootstrapped(
  runs: readonly Pick<RunOutcomes, 'gainMs' | 'outcomes'>[],
  { seed, replicates, newRuns }: { readonly seed: number; readonly replicates: number; readonly newRuns: number },
): Replicates {
  const stream = new RandomStream(seed);
  const expected = runs.map(({ outcomes }) =>
    outcomes.reduce((sum, { probability, afterMs }) => sum + probability * afterMs, 0),
  );
  const meanGainMs = runs.reduce((sum, run) => sum + run.gainMs, 0) / runs.length;
  const widened = runs.length < 2 ? 1 : Math.sqrt(runs.length / (runs.length - 1)) * studentFactor(runs.length);
  const gainMs: number[] = [];
  const newMeanErrorMs: number[] = [];
  for (let replicate = 0; replicate < replicates; replicate++) {
    let [gain, known, coming] = [0, 0, 0];
    const runAt = (drawn: number, purpose: number): number =>
      Math.floor(stream.at(replicate, drawn, 0, purpose) * runs.length);
    for (let drawn = 0; drawn < runs.length; drawn++) {
      const at = runAt(drawn, KNOWN);
      gain += runs[at].gainMs;
      known += expected[at];
    }
    for (let drawn = 0; drawn < newRuns; drawn++) {
      const { outcomes } = runs[runAt(drawn, COMING)];
      coming += outcomeAt(outcomes, stream.at(replicate, drawn, 0, OUTCOME));
    }
    gainMs.push(meanGainMs + widened * (gain / runs.length - meanGainMs));
    newMeanErrorMs.push(newRuns === 0 ? 0 : widened * (coming / newRuns - known / runs.length));
  }
  return { gainMs, newMeanErrorMs };
}

/** What the draws are for. */
const [KNOWN, COMING, OUTCOME] = [1, 2, 3];

function outcomeAt(outcomes: RunOutcomes['outcomes'], at: number): number {
  let left = at;
  for (const { probability, afterMs } of outcomes) if ((left -= probability) < 0) return afterMs;
  return outcomes[outcomes.length - 1].afterMs;
}
