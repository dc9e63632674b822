import type { RunView } from '@faultline/core';
import { failureCauses, failureTypeOf } from '@faultline/facts';
import { fact } from '@faultline/graph';
import type { StepExecution } from '@faultline/model';
import type { Clue } from './clue.ts';
import { cluesOf, type ClueSources } from './clues.ts';
import { influence, type Influence, type Shared } from './influence.ts';
import { recoveredNodes } from './recovered-nodes.ts';
import { rootPosterior, type PossibleRoot, type Suspicion } from './root-posterior.ts';

/** Where a fault can be. */
export interface RootCandidate {
  /** A step with all its attempts, or what several steps share. */
  readonly place: { readonly kind: 'step'; readonly stepId: string; readonly item: string } | Shared;
  /** The attempt most likely at fault. `undefined`: it is no execution. */
  readonly execution: StepExecution | undefined;
  readonly probability: number;
  /** What was seen there, weightiest first. */
  readonly clues: readonly Clue[];
}

/** What broke first. */
export interface RootCauses {
  /** Found faults, each the most probable given those before; none: nothing is likely enough. */
  readonly roots: readonly RootCandidate[];
  /** Candidates for the first fault, most probable first, at most five. */
  readonly candidates: readonly RootCandidate[];
  /** The probability that it is at nothing that the trace shows: who cancelled the run, or a service beyond it. */
  readonly outside: number;
  /** The probability that nothing is wrong. */
  readonly nowhere: number;
}

/** A fault is named when it is at least so probable. */
const convincing = 0.5;
const mostRoots = 3;
const mostCandidates = 5;
/** How likely nothing is wrong, before looking closer. */
const nowherePrior = { failed: 0.005, withFailures: 0.1, completed: 0.95, anotherFault: 0.7 } as const;
/** How likely a fault is outside of the trace: where no failure in it began by itself, and where one did. */
const outsidePrior = { nothingBegan: 0.5, withFailures: 0.02 } as const;
/** A place that shows nothing itself is named if what it explains elsewhere speaks for it by so much (a factor of 20). */
const muchExplained = Math.log(20);
/** What is shared fails more rarely than one of the executions. */
const sharedPrior = Math.log(0.4);

/** Finds where the faults of a run are, with probabilities. See `rootPosterior`. O(C (V + E)). */
export function rootCauses(run: RunView, sources: ClueSources): RootCauses {
  const graph = influence(run);
  const clues = cluesOf(run, graph, sources);
  const suspicion = suspicionOf(run, graph, clues);
  const first = rootPosterior(graph, suspicion, priorOf(run));
  const suspectsAmong = (roots: readonly PossibleRoot[]): Suspect[] =>
    suspectsOf(
      run,
      roots.filter(({ node }) => node !== graph.outside),
      suspicion,
    );
  const suspects = suspectsAmong(first.roots);
  /** The most probable place of one more fault, given those that are known. */
  const beside = (known: readonly Suspect[]): Suspect | undefined => {
    const nodes = known.flatMap(({ place }) => nodesOf(run, place));
    const [most] = suspectsAmong(rootPosterior(graph, suspicion, nowherePrior.anotherFault, nodes).roots);
    return most;
  };
  const cluesAt = Map.groupBy(clues, ({ node }) => node);
  const described = (suspect: Suspect): RootCandidate => candidateOf(run, graph, suspect, cluesAt);
  return {
    roots: rootsAmong(suspects, beside).map(described),
    candidates: suspects.slice(0, mostCandidates).map(described),
    outside: first.roots.find(({ node }) => node === graph.outside)?.probability ?? 0,
    nowhere: first.nowhere,
  };
}

/**
 * One fault after the other, as long as they convince. Two that share what speaks for a fault between them are two if each
 * convinces beside the other. The figures are joint ones: that the first is at fault, that the first two are, and so on.
 */
function rootsAmong(
  suspects: readonly Suspect[],
  beside: (known: readonly Suspect[]) => Suspect | undefined,
): readonly Suspect[] {
  const [first, second] = suspects;
  if (first?.hasCase !== true) return [];
  const isFirstConvincing = first.probability >= convincing;
  // No two together convince: there is no need to look for another. So it is in nearly all runs that went well.
  if (!isFirstConvincing && first.probability + (second?.probability ?? 0) < convincing) return [];
  let next = beside([first]);
  if (next === undefined || next.probability < convincing) return isFirstConvincing ? [first] : [];
  const nextAlone = suspects.find(({ place }) => place === next?.place)?.probability ?? 0;
  const afterNext = beside([next]);
  const withNext = afterNext?.place === first.place ? nextAlone * afterNext.probability : 0;
  const roots = [{ ...first, probability: first.probability + withNext }];
  if (first.probability + withNext < convincing) return [];
  let joint = first.probability * next.probability + withNext;
  while (next?.hasCase === true && joint >= convincing && roots.length < mostRoots) {
    roots.push({ ...next, probability: joint });
    next = beside(roots);
    joint *= next?.probability ?? 0;
  }
  return roots;
}

function priorOf(run: RunView): number {
  if (run.status === 'failed') return nowherePrior.failed;
  const isHarmless =
    run.status === 'completed' && run.failed.every((one) => recoveredNodes(run)[run.nodeOf(one)] === 1);
  return isHarmless ? nowherePrior.completed : nowherePrior.withFailures;
}

function suspicionOf(run: RunView, { successors, shared, outside }: Influence, clues: readonly Clue[]): Suspicion {
  const nodes = (successors.offsets.length - 1) / 2;
  const suspicion = {
    asRoot: new Float64Array(nodes),
    asVictim: new Float64Array(nodes),
    prior: new Float64Array(nodes),
  };
  for (const { node, asRoot, asVictim } of clues) {
    suspicion.asRoot[node]! += asRoot;
    suspicion.asVictim[node]! += asVictim;
  }
  for (const node of shared.keys()) suspicion.prior[node] = sharedPrior;
  suspicion.prior[outside] = outsidePriorOf(run);
  return suspicion;
}

/** As likely as the executions of the run together, or in a fixed proportion to them. */
function outsidePriorOf(run: RunView): number {
  const { root } = failureCauses(run);
  const hasBegun = run.failed.some((execution) => {
    const node = run.nodeOf(execution);
    return (
      root[node] === node && recoveredNodes(run)[node] === 0 && !cannotBegin.has(failureTypeOf(execution)?.type ?? '')
    );
  });
  const isUnexplained = run.status === 'failed' && !hasBegun;
  const share = isUnexplained ? outsidePrior.nothingBegan : outsidePrior.withFailures;
  return Math.log((share / (1 - share)) * run.executionCount);
}

/** Kinds of failures that are of another's making. */
const cannotBegin: ReadonlySet<string> = new Set(['cancelled', 'dependency_failure']);

/** A place and how probable a fault is there, before it is told what speaks for it: most are not asked. */
interface Suspect {
  /** See `placesOf`. */
  readonly place: number;
  /** Most probable first. */
  readonly nodes: readonly number[];
  readonly probability: number;
  /** Whether enough speaks for it to be named: a clue of its own, or much of what befell others. */
  readonly hasCase: boolean;
}

/** Attempts of one step are one place: their probabilities add up. Most probable first. */
function suspectsOf(run: RunView, roots: readonly PossibleRoot[], { asRoot }: Suspicion): Suspect[] {
  const places = placesOf(run);
  const byPlace = new Map<number, { place: number; nodes: number[]; probability: number; hasCase: boolean }>();
  for (const { node, probability, explains } of roots) {
    const place = places[node] ?? node;
    const known = byPlace.get(place);
    const hasCase = asRoot[node]! > 0 || explains >= muchExplained;
    if (known === undefined) byPlace.set(place, { place, nodes: [node], probability, hasCase });
    else {
      known.hasCase ||= hasCase;
      known.nodes.push(node);
      known.probability += probability;
    }
  }
  return [...byPlace.values()].toSorted((a, b) => b.probability - a.probability);
}

/** By node of an execution: the first of those of the same item of its step. O(V). */
const placesOf = fact((run: RunView): Int32Array => {
  const places = new Int32Array(run.executionCount);
  const firstOfItem = new Map<string, Map<string, number>>();
  for (const [node, { stepId, item }] of run.executions.entries()) {
    places[node] = node;
    // Most steps are executed once.
    if (run.executionsOf(stepId).length === 1) continue;
    const firsts = firstOfItem.get(stepId);
    const first = firsts?.get(item);
    if (first !== undefined) places[node] = first;
    else if (firsts !== undefined) firsts.set(item, node);
    else firstOfItem.set(stepId, new Map([[item, node]]));
  }
  return places;
});

function candidateOf(
  run: RunView,
  { shared }: Influence,
  { nodes, probability }: Suspect,
  cluesAt: ReadonlyMap<number, readonly Clue[]>,
): RootCandidate {
  const node = Math.min(...nodes);
  const execution = run.executions[node];
  return {
    place: shared.get(node) ?? { kind: 'step', stepId: execution!.stepId, item: execution!.item },
    execution,
    probability,
    clues: nodes
      .flatMap((one) => cluesAt.get(one) ?? [])
      .filter(({ says }) => says !== '')
      .toSorted((a, b) => b.asRoot - a.asRoot),
  };
}

/** All nodes of a place: what is shared is one alone. */
function nodesOf(run: RunView, place: number): number[] {
  const execution = run.executions[place];
  if (execution === undefined) return [place];
  const { stepId, item } = execution;
  return run.executionsOf(stepId).flatMap((other) => (other.item === item ? [run.nodeOf(other)] : []));
}
