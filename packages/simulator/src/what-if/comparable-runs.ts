import type { RunView } from '@faultline/core';

/** Runs that can be compared with each other, and why others were left out. */
export interface ComparableRuns {
  readonly ended: readonly RunView[];
  readonly notes: readonly string[];
}

/** The runs that have ended, each once: one that was given twice says nothing twice. O(V + E) for runs of equal ids. */
export function comparable(runs: readonly RunView[]): ComparableRuns {
  const ended = runs.filter(({ isOpen }) => !isOpen);
  const once = [...Map.groupBy(ended, ({ id }) => id).values()].flatMap((same) =>
    same.length === 1 ? same : [...new Map(same.map((run) => [contentOf(run), run])).values()],
  );
  const open = runs.length - ended.length;
  const repeated = ended.length - once.length;
  return {
    ended: once,
    notes: [
      ...(open > 0 ? [`${counted(open)} not ended and ${open === 1 ? 'was' : 'were'} left out.`] : []),
      ...(repeated > 0 ? [`${counted(repeated)} been given before, with the same content: each run counts once.`] : []),
    ],
  };
}

const contentOf = ({ startMs, untilMs, executions, dependencies, joins }: RunView): string =>
  JSON.stringify([startMs, untilMs, executions, dependencies, joins]);

const counted = (runs: number): string => `${runs} ${runs === 1 ? 'run has' : 'runs have'}`;
