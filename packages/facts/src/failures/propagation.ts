import type { RunView } from '@faultline/core';
import type { StepDefinition, StepExecution } from '@faultline/model';
import { expectedReach } from './expected-reach.ts';
import { failureCauses, failureLinks, type FailureLink } from './failure-causes.ts';
import type { FailureRoot } from './failure-roots.ts';
import { needsOf, nextAttempts } from './needs.ts';
import { stepsNotReached } from './steps-not-reached.ts';
import {
  defaultPropagationRules,
  isTolerated,
  transmissionOf,
  type PropagationRule,
  type Transmission,
} from './propagation-rules.ts';
import { noWaste, wastedWork, type WastedWork } from './wasted-work.ts';

/** One link of the path of a failure. */
export interface PathLink {
  readonly execution: StepExecution;
  /** How the failure came here; `none` where it began. */
  readonly link: FailureLink;
}

/** Where a failure stopped. */
export interface Containment {
  readonly execution: StepExecution;
  /** `attempt`: it succeeded when tried again. `caller`: it completed. `dependant`: it ran without the input. */
  readonly by: 'attempt' | 'caller' | 'dependant';
  /** What the table says of the dependency. `undefined`: there was none in play. */
  readonly transmission: Transmission | undefined;
  /** Whether it may do without, as far as is declared. */
  readonly isTolerated: boolean;
}

/** How far a failure went in its run, and what it cost. */
export interface Propagation {
  readonly root: FailureRoot;
  /** From the root to the furthest of its effects, both with them. */
  readonly path: readonly PathLink[];
  /** Failed because of it, the attempts at the root not counted. */
  readonly failed: readonly StepExecution[];
  /** Did not run because of it. */
  readonly skipped: readonly StepExecution[];
  /** Steps of the definition that needed any of these and have no execution at all. */
  readonly neverRan: readonly StepDefinition[];
  /** Ran although something that it needed was missing because of it. */
  readonly withoutInput: readonly StepExecution[];
  /** Where it stopped. */
  readonly contained: readonly Containment[];
  /** Steps that such a failure takes down on average, by the table. `undefined`: there is no definition to count over. */
  readonly expectedSteps: number | undefined;
  readonly wasted: WastedWork;
}

/**
 * Follows one failure through its run. Exact as far as the run tells: what failed, did not run, or ran without input because
 * of it, where it stopped, and what it cost. O(effects and what needed them, definition).
 */
export function propagationOf(
  run: RunView,
  root: FailureRoot,
  rules: readonly PropagationRule[] = defaultPropagationRules,
): Propagation {
  const { hasFailed } = failureCauses(run);
  const failed: StepExecution[] = [];
  const skipped: StepExecution[] = [];
  for (const effect of root.effects) (hasFailed[run.nodeOf(effect)] === 1 ? failed : skipped).push(effect);
  const dependants = dependantsOf(run, root, rules);
  return {
    root,
    path: pathOf(run, root),
    failed,
    skipped,
    neverRan: stepsNotReached(run, [root.execution, ...root.effects]),
    withoutInput: dependants.map(({ execution }) => execution),
    contained: [...stopOf(run, root), ...dependants],
    expectedSteps: expectedReach(run.definition, root.execution.stepId, rules),
    wasted: wastedWork(run).get(run.nodeOf(root.execution)) ?? noWaste,
  };
}

/** The longest chain of causes that ends at the root; of equals the one whose end is first. */
function pathOf(run: RunView, { execution, attempts, effects }: FailureRoot): readonly PathLink[] {
  const { cause, link } = failureCauses(run);
  const root = run.nodeOf(execution);
  const depth = new Map<number, number>([[root, 0]]);
  let furthest = root;
  for (const member of [...attempts, ...effects]) {
    const chain: number[] = [];
    let node = run.nodeOf(member);
    for (; !depth.has(node); node = cause[node]!) chain.push(node);
    for (let known = depth.get(node) ?? 0, next = chain.pop(); next !== undefined; next = chain.pop()) {
      depth.set(next, ++known);
      const most = depth.get(furthest) ?? 0;
      if (known > most || (known === most && next < furthest)) furthest = next;
    }
  }
  const path: PathLink[] = [];
  for (let node = furthest; node !== root; node = cause[node]!)
    path.push({ execution: run.executions[node]!, link: failureLinks[link[node]!]! });
  path.push({ execution, link: 'none' });
  return path.toReversed();
}

/** Where it stopped on its way from call to caller. */
function stopOf(run: RunView, { fate, outermost }: FailureRoot): readonly Containment[] {
  const how = { transmission: undefined, isTolerated: true };
  if (outermost.status === 'completed') return [{ execution: outermost, by: 'attempt', ...how }];
  const caller = run.executions[run.parent[run.nodeOf(outermost)] ?? -1];
  if (fate === 'fatal' || caller?.status !== 'completed') return [];
  return [{ execution: caller, by: 'caller', ...how, isTolerated: fate === 'recovered' || fate === 'contained' }];
}

/** What needed the failure, or what it took down, and ran all the same. */
function dependantsOf(run: RunView, root: FailureRoot, rules: readonly PropagationRule[]): readonly Containment[] {
  const { root: rootOf } = failureCauses(run);
  const next = nextAttempts(run);
  const of = run.nodeOf(root.execution);
  const found = new Map<number, Containment>();
  const pending = [...root.attempts, ...root.effects].map((one) => run.nodeOf(one)).filter((node) => next[node]! < 0);
  for (const source of pending)
    for (const target of behindJoins(run, source)) {
      const execution = run.executions[target]!;
      const isWithout = execution.status !== 'skipped' && execution.status !== 'pending' && rootOf[target] !== of;
      if (!isWithout || found.has(target)) continue;
      const step = run.stepOf(execution);
      const dependency = step?.dependencies.find(({ on }) => on === run.executions[source]!.stepId);
      const transmission = transmissionOf(rules, step, dependency);
      found.set(target, { execution, by: 'dependant', transmission, isTolerated: isTolerated(transmission) });
    }
  return [...found].toSorted(([a], [b]) => a - b).map(([, containment]) => containment);
}

/** What needed a node, by way of a barrier too. */
function behindJoins(run: RunView, node: number): readonly number[] {
  const { offsets, targets } = needsOf(run).dependants;
  const behind: number[] = [];
  for (let edge = offsets[node]!; edge < offsets[node + 1]!; edge++) {
    const target = targets[edge]!;
    if (target < run.executionCount) behind.push(target);
    // Barriers lead to executions alone.
    else for (let at = offsets[target]!; at < offsets[target + 1]!; at++) behind.push(targets[at]!);
  }
  return behind;
}
