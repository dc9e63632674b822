import type { RunView } from '@faultline/core';
import type { IncidentOptions } from '@faultline/plugin-failure';
import type { PlaceFigures } from './place-figures.ts';

/** Runs of an incident, runs before it, and where its cause is. */
export interface IncidentCase {
  readonly group: string;
  readonly during: readonly RunView[];
  readonly before: readonly RunView[];
  readonly options: IncidentOptions;
  /** What rules without any theory look at. */
  readonly figures: readonly PlaceFigures[];
  /** Where users noticed it. */
  readonly symptom: string;
  /** `undefined`: nothing is wrong. */
  readonly rootCause: string | undefined;
}
