import type { RunView } from '@faultline/core';
import { definitionAncestors, definitionGraph, fact } from '@faultline/graph';
import type { Json, StepExecution, WorkflowDefinition } from '@faultline/model';
import { payloadTraces } from './payload-traces.ts';

/** Whether data went from one step to another. `unknown`: too little was written down to tell. */
export type FlowEvidence = 'seen' | 'none' | 'unknown';

/**
 * Whether anything that some executions put out is in what others were given: one of the keys, or a piece of text or a
 * number of some length, wherever it stands. `none` needs both sides written down for every execution, and no more than
 * twenty on each. O(inputs), times a hundred pieces of each output.
 *
 *     for (const { dependency, from, to } of handovers(run)) flowBetween(from, to, dependency.dataFlow)
 */
export function flowBetween(
  from: readonly StepExecution[],
  to: readonly StepExecution[],
  keys: readonly string[] = [],
): FlowEvidence {
  const traces = from.slice(0, MOST_SIDES).map(({ output }) => (output === undefined ? [] : payloadTraces(output)));
  let isTold = from.length === traces.length && to.length <= MOST_SIDES && from.length > 0 && to.length > 0;
  if (traces.some((ofOne) => ofOne.length === 0)) isTold = false;
  for (const { input } of to.slice(0, MOST_SIDES)) {
    if (keys.some((key) => hasKey(input, key))) return 'seen';
    if (input === undefined) isTold = false;
    const given = input === undefined ? '' : JSON.stringify(input);
    if (traces.some((ofOne) => ofOne.some((trace) => given.includes(trace)))) return 'seen';
  }
  return isTold ? 'none' : 'unknown';
}

/** Of more executions on a side only the first are looked at, and that they have nothing in common says nothing. */
const MOST_SIDES = 20;

/** Data that went from one step to another although the definition knows nothing of it. */
export interface UndeclaredFlow {
  readonly from: string;
  readonly to: string;
  /** Executions that were given something. */
  readonly executions: number;
  /** Whether the definition orders the two all the same, by way of other steps. */
  readonly isOrdered: boolean;
}

/**
 * The flows of a run between defined steps without a declared dependency: recorded as edges of origin `dataflow`, or an
 * equal value in the output of one and the input of the other, of some size and not handed through. Without a definition
 * nothing is declared, and there are none. O(payloads * steps) at worst.
 */
export const undeclaredFlows = fact((run: RunView): readonly UndeclaredFlow[] => {
  const { definition } = run;
  if (definition === undefined) return [];
  const takers = new Map<string, { from: string; to: string; nodes: Set<number> }>();
  for (const [giver, taker] of [...recordedFlows(run), ...equalValues(run)]) {
    const [from, to] = [run.executions[giver]!, run.executions[taker]!];
    if (from.stepId === to.stepId || !isUndeclared(run, from, to)) continue;
    const pair = JSON.stringify([from.stepId, to.stepId]);
    const known = takers.get(pair) ?? { from: from.stepId, to: to.stepId, nodes: new Set<number>() };
    takers.set(pair, known);
    known.nodes.add(taker);
  }
  return [...takers.values()].map(({ from, to, nodes }) => ({
    from,
    to,
    executions: nodes.size,
    isOrdered: definitionAncestors(graphOf(definition), [to]).includes(from),
  }));
});

const graphOf = fact(({ steps }: WorkflowDefinition) => definitionGraph(steps));

type Pair = readonly [giver: number, taker: number];

function* recordedFlows(run: RunView): Generator<Pair> {
  for (const [row, { origin }] of run.dependencies.entries())
    if (origin === 'dataflow') yield [run.edges.from[row]!, run.edges.to[row]!];
}

/** Of several that could have given a value the definition's own dependency counts, so that nothing is claimed. */
function* equalValues(run: RunView): Generator<Pair> {
  const givers = new Map<string, Map<string, number>>();
  for (let node = 0; node < run.executionCount; node++) {
    const { stepId, input, output } = run.executions[node]!;
    const handedThrough = new Set(valuesOf(input));
    for (const value of valuesOf(output)) if (!handedThrough.has(value)) addGiver(givers, value, stepId, node, run);
  }
  if (givers.size === 0) return;
  for (let node = 0; node < run.executionCount; node++)
    for (const value of valuesOf(run.executions[node]!.input)) {
      const known = givers.get(value);
      if (known === undefined) continue;
      const earlier = [...known.values()].filter((giver) => run.endNs[giver]! <= run.startNs[node]!);
      const isDeclared = earlier.some((giver) => !isUndeclared(run, run.executions[giver]!, run.executions[node]!));
      const [first] = earlier;
      if (first !== undefined && !isDeclared) yield [first, node];
    }
}

/** Of each step the execution that ended first. */
function addGiver(
  givers: Map<string, Map<string, number>>,
  value: string,
  stepId: string,
  node: number,
  { endNs }: RunView,
): void {
  const ofValue = givers.get(value) ?? new Map<string, number>();
  givers.set(value, ofValue);
  const known = ofValue.get(stepId);
  if (known === undefined || endNs[node]! < endNs[known]!) ofValue.set(stepId, node);
}

function isUndeclared(run: RunView, from: StepExecution, to: StepExecution): boolean {
  const taker = run.stepOf(to);
  return (
    taker !== undefined && run.stepOf(from) !== undefined && !taker.dependencies.some(({ on }) => on === from.stepId)
  );
}

/** Shorter texts are equal by chance. */
const LEAST_CHARACTERS = 12;

/** The values under the keys of a payload, as text, that are long enough to be told from others. */
function valuesOf(payload: Json | undefined): string[] {
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) return [];
  return Object.values(payload)
    .filter((value) => typeof value === 'string' || (typeof value === 'object' && value !== null))
    .map((value) => JSON.stringify(value, sorted))
    .filter((text) => text.length >= LEAST_CHARACTERS);
}

/** The order of keys says nothing. */
const sorted = (_key: string, value: Json): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    : value;

const hasKey = (payload: Json | undefined, key: string): boolean =>
  typeof payload === 'object' && payload !== null && Object.hasOwn(payload, key);
