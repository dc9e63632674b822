import { clockOffsets, type ClockOffsets } from '@faultline/graph';
import type { Run, StepExecution } from '@faultline/model';
import type { RunEdges } from './edges.ts';
import { reordered, type Identified } from './identity.ts';

/** A clock that was off, and what was done about it: every time in a `RunView` that was read from it is shifted. */
export interface ClockShift {
  /** Its name in the run. `undefined`: of executions that name none, nor does one that called them. */
  readonly clock: string | undefined;
  /** The clock it was aligned with, which was left as it is. */
  readonly reference: string | undefined;
  /** What was added to its times, in milliseconds. Positive: it was behind. */
  readonly shiftMs: number;
  /** The other shifts that would do as well. Infinite: nothing bounds them. */
  readonly lowMs: number;
  readonly highMs: number;
  /** Calls and edges between this clock and others. */
  readonly compared: number;
  /** How many of those agree with its times as they were recorded, and as they are shifted. */
  readonly agreedBefore: number;
  readonly agreedAfter: number;
  /** Those whose times were shifted, in order of time. */
  readonly executions: readonly StepExecution[];
}

/** A run on one clock, as far as its clocks could be aligned. */
export interface Aligned {
  readonly run: Run;
  readonly identity: Identified;
  readonly shifts: readonly ClockShift[];
}

const NS_PER_MS = 1e6;

/**
 * Shifts the times of clocks that were off, so that all times of a run can be read as if from one. `undefined`: there is
 * nothing to shift. O(V) for a run with one clock, else O((V + E) log V). How: `clockOffsets`.
 */
export function aligned(run: Run, identity: Identified, edges: Pick<RunEdges, 'from' | 'to'>): Aligned | undefined {
  const { executions, parent } = identity;
  if (executions.every(({ clock }) => clock === executions[0]?.clock)) return undefined;
  const clocks = namesOf(executions);
  const columns = columnsOf(run, executions, clocks);
  const offsets = clockOffsets({
    ...columns,
    clockCount: clocks.length,
    parent,
    edges,
  });
  if (offsets === undefined) return undefined;
  const shiftsNs = Float64Array.from(offsets.clockOf, (clock) => offsets.shiftNs[clock]!);
  if (outsideNs(columns, parent, shiftsNs) > outsideNs(columns, parent, new Float64Array(shiftsNs.length)))
    return undefined;

  const moved = executions.map((execution, node) => {
    const shiftNs = shiftsNs[node]!;
    return shiftNs === 0 ? execution : shifted(execution, shiftNs / NS_PER_MS);
  });
  return {
    run: { ...run, ...intervalOf(run, identity, moved) },
    identity: reordered(identity, moved),
    shifts: shiftsOf(offsets, clocks, moved),
  };
}

/** Every clock that is named, in order of names: which of two comes first must not depend on how far they are off. */
function namesOf(executions: readonly StepExecution[]): readonly string[] {
  const names = new Set<string>();
  for (const { clock } of executions) if (clock !== undefined) names.add(clock);
  return [...names].toSorted();
}

function columnsOf(run: Run, executions: readonly StepExecution[], clocks: readonly string[]) {
  const numberOf = new Map(clocks.map((clock, number) => [clock, number]));
  const ns = (ms: number): number => Math.round((ms - run.startMs) * NS_PER_MS);
  const startNs = new Float64Array(executions.length);
  const endNs = new Float64Array(executions.length);
  const clock = new Int32Array(executions.length);
  const isOpen = new Uint8Array(executions.length);
  const isAsync = new Uint8Array(executions.length);
  for (let node = 0; node < executions.length; node++) {
    const execution = executions[node]!;
    const { startMs, endMs = startMs, status } = execution;
    startNs[node] = ns(startMs);
    endNs[node] = ns(endMs);
    isOpen[node] = execution.endMs === undefined ? 1 : 0;
    isAsync[node] = execution.isAsync ? 1 : 0;
    // What never began was timed by whoever would have called it.
    const isTimed = execution.clock !== undefined && status !== 'skipped' && status !== 'pending';
    clock[node] = isTimed ? numberOf.get(execution.clock)! : -1;
  }
  return { startNs, endNs, clock, isOpen, isAsync };
}

/**
 * How far executions reach beyond their callers, once each is shifted: most of them can agree with a shift that puts a few
 * further out than all were before. Without what is not known or not asked for. Exact, O(V).
 */
function outsideNs(
  { startNs, endNs, isOpen, isAsync }: ReturnType<typeof columnsOf>,
  parent: Int32Array,
  shiftsNs: Float64Array,
): number {
  let sumNs = 0;
  for (let node = 0; node < parent.length; node++) {
    const above = parent[node]!;
    if (above < 0 || isAsync[node] === 1) continue;
    const laterNs = shiftsNs[node]! - shiftsNs[above]!;
    sumNs += Math.max(0, startNs[above]! - startNs[node]! - laterNs);
    if (isOpen[node] === 0 && isOpen[above] === 0) sumNs += Math.max(0, endNs[node]! - endNs[above]! + laterNs);
  }
  return sumNs;
}

const shifted = (execution: StepExecution, shiftMs: number): StepExecution => ({
  ...execution,
  ...(execution.queuedMs !== undefined && { queuedMs: execution.queuedMs + shiftMs }),
  startMs: execution.startMs + shiftMs,
  ...(execution.endMs !== undefined && { endMs: execution.endMs + shiftMs }),
});

/** The run starts and ends where it did, unless that was read from a clock that was off. */
function intervalOf(
  { startMs, endMs }: Run,
  identity: Identified,
  moved: readonly StepExecution[],
): Pick<Run, 'startMs' | 'endMs'> {
  return {
    startMs: boundaryOf(startMs, identity, moved, (one) => one.startMs, Math.min),
    ...(endMs !== undefined && { endMs: boundaryOf(endMs, identity, moved, (one) => one.endMs, Math.max) }),
  };
}

/** Where one that has moved set the boundary, it is the outermost time of the roots if a root set it, else of all. */
function boundaryOf(
  boundaryMs: number,
  { executions, parent }: Identified,
  moved: readonly StepExecution[],
  timeOf: (execution: StepExecution) => number | undefined,
  outermost: (a: number, b: number) => number,
): number {
  const setBy = [...executions.keys()].filter((node) => timeOf(executions[node]!) === boundaryMs);
  if (setBy.every((node) => timeOf(moved[node]!) === boundaryMs)) return boundaryMs;
  const isSetByRoot = setBy.some((node) => parent[node]! < 0);
  return moved
    .filter((_, node) => !isSetByRoot || parent[node]! < 0)
    .map((execution) => timeOf(execution) ?? execution.startMs)
    .reduce((most, timeMs) => outermost(most, timeMs));
}

/** In order of their names. */
function shiftsOf(
  { clockOf, reference, shiftNs, lowNs, highNs, compared, agreedBefore, agreedAfter }: ClockOffsets,
  clocks: readonly string[],
  moved: readonly StepExecution[],
): readonly ClockShift[] {
  const ofClock = Map.groupBy(moved, (_, node) => clockOf[node]!);
  return [...shiftNs.keys()]
    .filter((clock) => shiftNs[clock] !== 0)
    .map((clock) => ({
      clock: clocks[clock],
      reference: clocks[reference[clock]!],
      shiftMs: shiftNs[clock]! / NS_PER_MS,
      lowMs: lowNs[clock]! / NS_PER_MS,
      highMs: highNs[clock]! / NS_PER_MS,
      compared: compared[clock]!,
      agreedBefore: agreedBefore[clock]!,
      agreedAfter: agreedAfter[clock]!,
      executions: (ofClock.get(clock) ?? []).toSorted((a, b) => a.startMs - b.startMs),
    }));
}
