import type { RunView } from '@faultline/core';
import { fact } from '@faultline/graph';
import type { Json } from '@faultline/model';

/** What somebody says of a run as a whole: a benchmark, an evaluator, a person. */
export interface Grade {
  /** The name by which it was recorded, such as `transcript.is_correct`. */
  readonly name: string;
  readonly isRight: boolean;
}

/** The grades that the context of a run tells, or the one execution around all of it. O(executions). */
export const gradesOf = fact(({ context, executions, parent }: RunView): readonly Grade[] => {
  const roots = executions.filter((_, node) => (parent[node] ?? -1) < 0);
  const around = roots.length === 1 ? roots : [];
  return [context, ...around.map(({ attributes = {} }) => attributes)].flatMap((told) =>
    Object.entries<Json>(told).flatMap(([name, value]) => {
      const isRight = gradeNames.has(lastPart(name)) ? judged(value) : undefined;
      return isRight === undefined ? [] : [{ name, isRight }];
    }),
  );
});

/** By these names benchmarks and evaluators say whether a run was right. */
const gradeNames: ReadonlySet<string> = new Set([
  'is_correct',
  'is_corrected',
  'correct',
  'passed',
  'resolved',
  'success',
  'reward',
]);

const lastPart = (name: string): string => name.slice(name.lastIndexOf('.') + 1).toLowerCase();

/** A reward of 0 is none. `undefined`: it is no grade. */
function judged(value: Json): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return value > 0;
  return value === 'true' ? true : value === 'false' ? false : undefined;
}
