import type { RunView } from '@faultline/core';

/** A failed run of which a person, or who injected the fault, says where it went wrong. */
export interface LabelledCase {
  readonly run: RunView;
  /** Cases of one group are about the same task: they are tested together. */
  readonly group: string;
  readonly agent: string;
  /** Number of the decisive step, as the file counts. */
  readonly step: number;
  /** The number of each execution, as the file counts. */
  readonly numberOf: ReadonlyMap<string, number>;
}

/** The execution that the label names; empty: none. */
export const decisiveExecutionIn = ({ numberOf, step }: LabelledCase): string =>
  [...numberOf].find(([, number]) => number === step)?.[0] ?? '';
