// Workflows in simulated time.
export { simulate, type SimulatedRun, type SimulationOptions } from './simulate.ts';
export { drawnRuns, monteCarlo, type DrawnRuns, type MonteCarloOptions } from './monte-carlo.ts';
export { declaredBehaviour, type StepBehaviour } from './step-behaviour.ts';
export { constant, empirical, exponential, lognormal, uniform, type QuantileFunction } from './durations.ts';
export type { PlanOptions } from './plan.ts';
export type { RunDescription } from './run-document.ts';

// Faults, and what they did.
export type { Fault, FaultKind } from './fault.ts';
export type { FaultTruth } from './fault-truth.ts';

// Runs as observed, under other circumstances.
export { peakDemand } from './peak-demand.ts';
export { replay, type Replayed, type ReplayOptions } from './replay.ts';
export type { Pool, PoolPolicy } from './pool.ts';
export { listSchedule } from './list-schedule.ts';
export { makespanBounds, type MakespanBounds } from './makespan-bounds.ts';

// What a change would gain.
export { whatIf, type WhatIf, type WhatIfOptions } from './what-if/what-if.ts';
export {
  whatIfOverHistory,
  type HistoryFigures,
  type WhatIfHistory,
  type WhatIfHistoryOptions,
} from './what-if/what-if-over-history.ts';
export type { Edit } from './what-if/edit.ts';
export type { Interval } from './what-if/interval.ts';
export type { PathStep } from './what-if/path-steps.ts';
