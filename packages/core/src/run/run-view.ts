import { fact, type TimedDag } from '@faultline/graph';
import type { Edge, IngestNote, Join, Run, StepDefinition, StepExecution, WorkflowDefinition } from '@faultline/model';
import { aligned, type ClockShift } from './clock-shifts.ts';
import { edgesOf, type RunEdges } from './edges.ts';
import { identified, type Identified, type Repair } from './identity.ts';
import { withJoins } from './joins.ts';
import { plannedLevels } from './planned-levels.ts';

/**
 * A run, normalised: what rules read. Structurally a `TimedDag`, so that `criticalPath(run)` works: node v of the graph
 * is `executions[v]`. Executions are in order of (start, end, id).
 */
export interface RunView
  extends TimedDag, Pick<Run, 'id' | 'workflowId' | 'subjectId' | 'context' | 'status' | 'metrics'> {
  /** What should have happened. `undefined`: nobody said. */
  readonly definition: WorkflowDefinition | undefined;
  /** Milliseconds since the epoch. */
  readonly startMs: number;
  /** The end of the run; while it is open, the last time seen. */
  readonly untilMs: number;
  readonly isOpen: boolean;
  readonly executions: readonly StepExecution[];
  /**
   * Who needed whom, each pair once, with the most trusted origin, in order of `to`, then `from`. Row i of `edges` is
   * `dependencies[i]`; the rows of `joins` follow.
   */
  readonly dependencies: readonly Edge[];
  /** Where each of many needed each of many others: kept as a group, because the pairs would be too many. */
  readonly joins: readonly Join[];
  /** Executions that failed, in order of time. */
  readonly failed: readonly StepExecution[];
  /** What did not fit together and was mended. */
  readonly repairs: readonly Repair[];
  /** Clocks that were off: all times above and below are as if read from one clock. Empty as a rule. */
  readonly clockShifts: readonly ClockShift[];
  readonly notes: readonly IngestNote[];
  /** The node of an execution of this run; -1 for any other. */
  nodeOf(execution: StepExecution): number;
  /** Every execution of a step: attempts and items, in order of time. */
  executionsOf(stepId: string): readonly StepExecution[];
  /** The definition of the step that an execution belongs to. */
  stepOf(execution: StepExecution): StepDefinition | undefined;
  /** How long an execution took; of one still open, a lower bound: look at its status. */
  durationMs(execution: StepExecution): number;
}

/**
 * Normalises a run: repairs its identity, aligns its clocks, resolves its edges, sets it on a clock of nanoseconds.
 * O((V + E) log V).
 */
export function viewOf(run: Run, definition?: WorkflowDefinition): RunView {
  const recorded = resolved(run, identified(run), definition);
  const onOneClock = aligned(run, recorded.identity, recorded.edges);
  if (onOneClock === undefined) return viewOfResolved(run, recorded, [], definition);
  const { run: shifted, identity, shifts } = onOneClock;
  return viewOfResolved(shifted, resolved(shifted, identity, definition), shifts, definition);
}

/** Executions, by node and by step, and who needed whom. */
interface Resolved {
  readonly identity: Identified;
  readonly byStep: ReadonlyMap<string, readonly StepExecution[]>;
  readonly edges: RunEdges;
}

function resolved(run: Run, identity: Identified, definition: WorkflowDefinition | undefined): Resolved {
  const byStep = Map.groupBy(identity.executions, ({ stepId }) => stepId);
  return { identity, byStep, edges: edgesOf(run, byStep, identity.nodeById, definition) };
}

function viewOfResolved(
  run: Run,
  { identity, byStep, edges }: Resolved,
  clockShifts: readonly ClockShift[],
  definition: WorkflowDefinition | undefined,
): RunView {
  const { executions, parent, nodeById, repairs: mended } = identity;
  const { dependencies, joins, repairs: lost } = edges;
  const untilMs = run.endMs ?? lastSeenMs(run.startMs, executions);
  const durationMs = (execution: StepExecution): number => endOf(execution, untilMs) - execution.startMs;
  const graph = withJoins(
    {
      ...timesOf(executions, run.startMs, untilMs),
      parent,
    },
    edges,
    joins,
    nodeById,
  );
  const steps = definition === undefined ? noSteps : stepsById(definition);

  return {
    id: run.id,
    workflowId: run.workflowId,
    ...(run.subjectId !== undefined && { subjectId: run.subjectId }),
    context: run.context,
    status: run.status,
    metrics: run.metrics,
    notes: run.notes,
    definition,
    startMs: run.startMs,
    untilMs,
    isOpen: run.status === 'running',
    executions,
    dependencies,
    joins,
    failed: executions.filter(({ status }) => status === 'failed'),
    repairs: [...mended, ...lost],
    clockShifts,
    ...graph,
    isAsync: asyncColumn(executions, graph.size),
    isPlanned: plannedLevels(executions, graph, steps),
    fromNs: 0,
    untilNs: nsBetween(run.startMs, untilMs),
    nodeOf: ({ id }) => nodeById.get(id) ?? -1,
    executionsOf: (stepId) => byStep.get(stepId) ?? [],
    stepOf: ({ stepId }) => steps.get(stepId),
    durationMs,
  };
}

const noSteps: ReadonlyMap<string, StepDefinition> = new Map();

// The same for all runs of a workflow.
const stepsById = fact(
  (definition: WorkflowDefinition): ReadonlyMap<string, StepDefinition> =>
    new Map(definition.steps.map((step) => [step.id, step])),
);

// Loops, because `from` of typed arrays takes several times as long.
function timesOf(
  executions: readonly StepExecution[],
  fromMs: number,
  untilMs: number,
): Pick<TimedDag, 'startNs' | 'endNs'> {
  const startNs = new Float64Array(executions.length);
  const endNs = new Float64Array(executions.length);
  for (let node = 0; node < executions.length; node++) {
    const execution = executions[node]!;
    startNs[node] = nsBetween(fromMs, execution.startMs);
    endNs[node] = nsBetween(fromMs, endOf(execution, untilMs));
  }
  return { startNs, endNs };
}

function asyncColumn(executions: readonly StepExecution[], size: number): Uint8Array {
  const isAsync = new Uint8Array(size);
  for (let node = 0; node < executions.length; node++) if (executions[node]!.isAsync) isAsync[node] = 1;
  return isAsync;
}

/** When an execution ended; one that has not begun takes no time, one still open lasts until the run was last seen. */
function endOf({ status, startMs, endMs }: StepExecution, untilMs: number): number {
  if (endMs !== undefined) return endMs;
  return status === 'skipped' || status === 'pending' ? startMs : Math.max(startMs, untilMs);
}

/** Documents hold milliseconds as doubles, resolution 0.25 us; the graph wants exact integers. */
const nsBetween = (fromMs: number, toMs: number): number => Math.round((toMs - fromMs) * 1e6);

function lastSeenMs(fromMs: number, executions: readonly StepExecution[]): number {
  let last = fromMs;
  for (const { startMs, endMs } of executions) last = Math.max(last, endMs ?? startMs);
  return last;
}
