import type { RunView } from '@faultline/core';
import type { StepExecution } from '@faultline/model';
import { addToHistogram, addToSample, emptyHistogram, type BottomKSample, type LogHistogram } from '@faultline/stats';
import { stepLevelOf } from './step-level.ts';

/** Names that are new in every run are no steps: beyond so many, further ones are counted and left out. */
const mostSteps = 500;

/** What was seen in many runs of one step, or of what may yet turn out to be one. */
export interface SurveyedStep {
  readonly id: string;
  /** A small number, the same in every pair. */
  readonly index: number;
  /** Not only inside of others. */
  isStep: boolean;
  /** In how many runs it stands, in how many of these it ran, and in how many of these that completed. */
  seen: number;
  runs: number;
  completedRuns: number;
  /** Where in a run it started, as a share of the run's time; summed over runs. */
  startShares: number;
  readonly types: Map<string, number>;
  readonly durationsMs: { readonly histogram: LogHistogram; readonly sample: BottomKSample };
}

/** What was seen of two steps, the one with the smaller index first. */
export interface SurveyedPair {
  readonly steps: readonly [SurveyedStep, SurveyedStep];
  /** Runs in which both stand. */
  both: number;
  /** Runs in which one had ended before the other started, by which one that was. */
  readonly before: [first: number, second: number];
  /** Runs that recorded that one needed the other, by which one was needed. */
  readonly recorded: [first: number, second: number];
}

/**
 * What runs of one workflow have in common, folded run by run: the memory is that of distinct steps and pairs of them, not
 * of runs. O(V + E + steps of the run squared) for each run.
 */
export class DefinitionSurvey {
  runs = 0;
  completedRuns = 0;
  /** Steps left out, because their number passed all bounds. */
  readonly leftOut = new Set<string>();
  readonly steps = new Map<string, SurveyedStep>();
  readonly #pairs = new Map<number, SurveyedPair>();

  /** What was seen of every two steps that ran in one run. */
  get pairs(): Iterable<SurveyedPair> {
    return this.#pairs.values();
  }

  /** Adds a run. */
  add(run: RunView): void {
    const isCompleted = run.status === 'completed';
    this.runs++;
    if (isCompleted) this.completedRuns++;
    const owner = stepLevelOf(run);
    const present = new Map<SurveyedStep, Span>();
    // A step may run inside of others as well, or be skipped; a definition speaks of all its executions.
    for (let node = 0; node < run.executionCount; node++) {
      const execution = run.executions[node]!;
      const step = this.#stepOf(execution.stepId);
      if (step === undefined) continue;
      const span = present.get(step) ?? { fromNs: Infinity, toNs: -Infinity, items: new Map(), hasRun: false };
      present.set(step, span);
      extend(span, execution, run.startNs[node]!, run.endNs[node]!);
      if (owner[node] === node) step.isStep = true;
      if (!hasRun(execution)) continue;
      span.hasRun = true;
      observe(step, run, execution);
    }
    for (const [step, span] of present) {
      step.seen++;
      step.startShares += run.untilNs > 0 ? span.fromNs / run.untilNs : 0;
      if (span.hasRun) step.runs++;
      if (span.hasRun && isCompleted) step.completedRuns++;
    }
    this.#addPairs([...present], recordedPairs(run, owner));
  }

  #addPairs(present: readonly (readonly [SurveyedStep, Span])[], recorded: ReadonlySet<string>): void {
    const ordered = present.toSorted(([a], [b]) => a.index - b.index);
    for (const [at, [first, firstSpan]] of ordered.entries())
      for (const [second, secondSpan] of ordered.slice(at + 1)) {
        const pair = this.#pairOf(first, second);
        pair.both++;
        if (isBefore(firstSpan, secondSpan)) pair.before[0]++;
        if (isBefore(secondSpan, firstSpan)) pair.before[1]++;
        if (recorded.has(keyOf(first.id, second.id))) pair.recorded[0]++;
        if (recorded.has(keyOf(second.id, first.id))) pair.recorded[1]++;
      }
  }

  #stepOf(id: string): SurveyedStep | undefined {
    const known = this.steps.get(id);
    if (known !== undefined) return known;
    if (this.steps.size === mostSteps) {
      if (this.leftOut.size < mostSteps) this.leftOut.add(id);
      return undefined;
    }
    const step: SurveyedStep = {
      id,
      index: this.steps.size,
      isStep: false,
      seen: 0,
      runs: 0,
      completedRuns: 0,
      startShares: 0,
      types: new Map(),
      durationsMs: { histogram: emptyHistogram(), sample: [] },
    };
    this.steps.set(id, step);
    return step;
  }

  #pairOf(first: SurveyedStep, second: SurveyedStep): SurveyedPair {
    const key = first.index * mostSteps + second.index;
    let pair = this.#pairs.get(key);
    if (pair === undefined) {
      pair = { steps: [first, second], both: 0, before: [0, 0], recorded: [0, 0] };
      this.#pairs.set(key, pair);
    }
    return pair;
  }
}

/** When a step ran in one run, as a whole and item by item. */
interface Span {
  fromNs: number;
  toNs: number;
  readonly items: Map<string, Attempts>;
  /** Not only skipped. */
  hasRun: boolean;
}

/** From the start of the first attempt to the end of the last. */
interface Attempts {
  fromNs: number;
  toNs: number;
}

const hasRun = ({ status }: StepExecution): boolean => status !== 'skipped' && status !== 'pending';

function observe(step: SurveyedStep, run: RunView, execution: StepExecution): void {
  step.types.set(execution.type, (step.types.get(execution.type) ?? 0) + 1);
  const { status, startMs, endMs } = execution;
  if (status !== 'completed' || endMs === undefined || endMs < startMs) return;
  addToHistogram(step.durationsMs.histogram, endMs - startMs);
  addToSample(step.durationsMs.sample, `${run.id}/${execution.id}`, endMs - startMs);
}

function extend(span: Span, { item }: StepExecution, fromNs: number, toNs: number): void {
  const attempts = span.items.get(item) ?? { fromNs: Infinity, toNs: -Infinity };
  span.items.set(item, attempts);
  for (const stretch of [span, attempts]) {
    stretch.fromNs = Math.min(stretch.fromNs, fromNs);
    stretch.toNs = Math.max(stretch.toNs, toNs);
  }
}

/** As a definition means it: item by item where both ran for the same items, else all of one before all of the other. */
function isBefore(first: Span, second: Span): boolean {
  const isPaired = first.items.size > 1 && [...second.items.keys()].every((item) => first.items.has(item));
  if (!isPaired) return first.toNs <= second.fromNs;
  return [...second.items].every(([item, { fromNs }]) => first.items.get(item)!.toNs <= fromNs);
}

/** Which steps needed which, by any recorded edge between them or what is inside of them. */
function recordedPairs(run: RunView, owner: Int32Array): ReadonlySet<string> {
  const pairs = new Set<string>();
  const stepOf = (node: number): string | undefined => {
    const step = owner[node] ?? -1;
    return step < 0 ? undefined : run.executions[step]!.stepId;
  };
  const add = (from: string | undefined, to: string | undefined): void => {
    if (from !== undefined && to !== undefined && from !== to) pairs.add(keyOf(from, to));
  };
  const { from, to } = run.edges;
  for (let edge = 0; edge < run.dependencies.length; edge++) add(stepOf(from[edge]!), stepOf(to[edge]!));
  for (const group of joinedSteps(run, stepOf))
    for (const source of group.from) for (const target of group.to) add(source, target);
  return pairs;
}

/** Steps on both sides of each join: its edges lead through a node that is no execution. */
function joinedSteps(
  { dependencies, executionCount, edges: { from, to } }: RunView,
  stepOf: (node: number) => string | undefined,
): Iterable<{ readonly from: Set<string | undefined>; readonly to: Set<string | undefined> }> {
  const groups = new Map<number, { from: Set<string | undefined>; to: Set<string | undefined> }>();
  for (let edge = dependencies.length; edge < from.length; edge++) {
    const isIn = to[edge]! >= executionCount;
    const join = isIn ? to[edge]! : from[edge]!;
    const group = groups.get(join) ?? { from: new Set(), to: new Set() };
    groups.set(join, group);
    if (isIn) group.from.add(stepOf(from[edge]!));
    else group.to.add(stepOf(to[edge]!));
  }
  return groups.values();
}

const keyOf = (from: string, to: string): string => JSON.stringify([from, to]);
