import type { StepExecution } from '@faultline/model';

/**
 * Which executions of a step are attempts at one thing: those of one item, by number, then in the order given. Where numbers come
 * twice, because several callers called the step and each of them tried again, each caller has a series of its own. O(n log n).
 *
 *     agent  : ======x           agent#2:        ======
 *       tool : =x                  tool :        =x
 *       tool#2:   ==x              tool#2:          ==      two series, each of two attempts
 */
export function attemptSeries(executions: readonly StepExecution[]): readonly (readonly StepExecution[])[] {
  return [...Map.groupBy(executions, ({ item }) => item).values()]
    .flatMap((attempts) =>
      hasEqualNumbers(attempts) ? [...Map.groupBy(attempts, ({ parentId }) => parentId).values()] : [attempts],
    )
    .map((attempts) => attempts.toSorted((a, b) => a.attempt - b.attempt));
}

const hasEqualNumbers = (attempts: readonly StepExecution[]): boolean =>
  new Set(attempts.map(({ attempt }) => attempt)).size < attempts.length;
