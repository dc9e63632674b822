export type { EdgeColumns, TimedDag } from './timed-dag.ts';
export { numberedDag, type NumberedDag, type RecordedColumns } from './numbered-dag.ts';
export { scheduleOptionsOf, withScheduleOptions, type ScheduleOptions } from './schedule-options.ts';
export { fact, factBy, type Fact } from './fact.ts';

// Schedules of runs.
export {
  criticalPath,
  segmentsOf,
  SEGMENT_KINDS,
  type CriticalPath,
  type Segment,
  type SegmentKind,
} from './critical-path.ts';
export { slack, type Slack } from './slack.ts';
export { drag, type Drag } from './drag.ts';
export { forestSchedule } from './forest-schedule.ts';
export { ForestScheduler, type Forest, type ForestSchedule } from './forest-scheduler.ts';
export { waits, type Waits } from './waits.ts';
export {
  retime,
  weightsOf,
  editedWeights,
  eventWeights,
  heldTo,
  type Edit,
  type EditBase,
  type Retimed,
  type Weights,
} from './retime.ts';
export { eventGraph, scheduleGraph, isOwnDelay, BOUND_BY, type EventGraph } from './event-graph.ts';
export { eventTimes } from './event-times.ts';
export type { EventNumbers } from './event-numbers.ts';
export type { Nesting } from './nesting.ts';
export { clockOffsets, type ClockedRun, type ClockOffsets } from './clock-offsets.ts';
export { scheduleNotes, type ScheduleNotes } from './schedule-notes.ts';
export { DROP_REASONS, type DroppedEdges, type DropReason } from './kept-edges.ts';
export { DETACHED } from './nesting.ts';

// Workflow definitions.
export {
  definitionGraph,
  definitionRows,
  danglingDependencies,
  type DanglingDependency,
  type DefinedStep,
  type DefinitionGraph,
  type DefinitionLabel,
  type DefinitionRows,
} from './definition-graph.ts';
export {
  definitionAncestors,
  definitionCycles,
  definitionDescendants,
  definitionOrder,
  reducedDefinition,
} from './definition-structure.ts';
export { plannedDag, type PlannedDag, type PlannedStep } from './planned-dag.ts';

// Graphs as such.
export { rowsOf, reversed, nodeCountOf, type Rows } from './rows.ts';
export { topologicalOrder, type TopologicalOrder } from './topological-order.ts';
export { stronglyConnectedComponents, type Components } from './strongly-connected-components.ts';
export { cycles } from './cycles.ts';
export { ancestors, descendants } from './reachability.ts';
export { transitiveReduction } from './transitive-reduction.ts';
