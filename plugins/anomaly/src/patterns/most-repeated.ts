import { contentHash } from '@faultline/facts';
import type { StepExecution } from '@faultline/model';

/** How often the same input makes a loop, unless set otherwise. */
export const usualRepetitions = 3;

/** The executions with the input that came most often; the first such input of several. Few rounds are not looked into. */
export function mostRepeated(executions: readonly StepExecution[], repetitions: number): readonly StepExecution[] {
  const rounds = executions.filter(({ attempt, input }) => attempt === 1 && input !== undefined);
  if (rounds.length < repetitions) return [];
  let most: readonly StepExecution[] = [];
  for (const same of Map.groupBy(rounds, ({ input }) => contentHash(input)).values())
    if (same.length > most.length) most = same;
  return most;
}
