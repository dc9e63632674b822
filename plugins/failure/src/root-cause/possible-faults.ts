import type { RunView } from '@faultline/core';
import type { Influence } from './influence.ts';
import { seenAt, type PossibleFault, type Suspicion } from './root-posterior.ts';
import { isCommon } from './shared.ts';

/** At most so many faults of steps, and of what is shared, are considered: those for which most was seen. */
const mostFaults = 200;
/** What is shared fails more rarely than a step. */
const sharedPrior = Math.log(0.4);
/** How often a fault is in all executions of its step, where there are several: else it is in one of them. */
const isInAll = 0.5;

/**
 * Where the fault of a run can be: in one execution, in all of a step (attempts, items, rounds, calls from several places),
 * in what is shared, or outside. All steps are equally likely. O(V log V).
 *
 * @param outside how likely it is outside, as a natural logarithm, beside 0 for each step
 */
export function possibleFaults(
  run: RunView,
  { shared, outside }: Influence,
  suspicion: Suspicion,
  outsidePrior: number,
): readonly PossibleFault[] {
  const ofSteps = mostSuspicious(faultsOfSteps(run, suspicion), suspicion);
  // What only slows is no candidate where it did not.
  const ofShared = [...shared].flatMap(([node, one]) =>
    isCommon(one) && suspicion.asRoot[node] === 0 ? [] : [faultAt(node, sharedPrior)],
  );
  return [...ofSteps, ...mostSuspicious(ofShared, suspicion), faultAt(outside, outsidePrior)];
}

/** A fault of all executions of the step of one. */
export function faultOfStep(run: RunView, stepId: string, { asRoot }: Suspicion): PossibleFault {
  const nodes = run.executionsOf(stepId).map((execution) => run.nodeOf(execution));
  const from = nodes.filter((node) => asRoot[node]! > 0);
  return { nodes, from: from.length > 0 ? from : nodes, prior: Math.log(isInAll) };
}

const faultAt = (node: number, prior: number): PossibleFault => ({ nodes: [node], from: [node], prior });

function faultsOfSteps(run: RunView, suspicion: Suspicion): PossibleFault[] {
  const faults: PossibleFault[] = [];
  for (const [node, { stepId }] of run.executions.entries()) {
    const of = run.executionsOf(stepId);
    faults.push(faultAt(node, of.length === 1 ? 0 : Math.log((1 - isInAll) / of.length)));
    if (of.length > 1 && of[0] === run.executions[node]) faults.push(faultOfStep(run, stepId, suspicion));
  }
  return faults;
}

function mostSuspicious(faults: readonly PossibleFault[], suspicion: Suspicion): readonly PossibleFault[] {
  if (faults.length <= mostFaults) return faults;
  const { asVictim } = suspicion;
  return faults
    .map((fault) => ({
      fault,
      weight: fault.prior + Math.max(seenAt(fault, suspicion), asVictim[fault.from[0]!]!),
    }))
    .toSorted((a, b) => b.weight - a.weight || a.fault.nodes[0]! - b.fault.nodes[0]!)
    .slice(0, mostFaults)
    .map(({ fault }) => fault);
}
