import type { StepExecution } from '@faultline/model';
import { addPlace } from './add-place.ts';

/** One execution that breaks a rule, and by how much. */
export interface Offence {
  readonly execution: StepExecution;
  readonly excess: number;
}

/** Offences that one finding tells of. */
export interface Offences<O extends Offence> {
  /** The first of equals. */
  readonly worst: O;
  readonly count: number;
  /** The first of them, at most as many as a finding keeps. */
  readonly executions: readonly StepExecution[];
}

/** Joins offences, so that ten thousand of one step become one finding. Keeps their order. O(offences). */
export function worstBy<Key, O extends Offence>(
  offences: Iterable<O>,
  keyOf: (offence: O) => Key,
): Map<Key, Offences<O>> {
  const groups = new Map<Key, { worst: O; count: number; executions: StepExecution[] }>();
  for (const offence of offences) {
    const key = keyOf(offence);
    const group = groups.get(key) ?? { worst: offence, count: 0, executions: [] };
    if (group.count === 0) groups.set(key, group);
    if (offence.excess > group.worst.excess) group.worst = offence;
    group.count++;
    addPlace(group.executions, offence.execution);
  }
  return groups;
}

/** One group for every step. */
export const worstByStep = <O extends Offence>(offences: Iterable<O>): Map<string, Offences<O>> =>
  worstBy(offences, ({ execution }) => execution.stepId);

/** Says in a message that it speaks of the worst of several. */
export const among = (count: number): string => (count > 1 ? ` (the worst of ${count} executions)` : '');
