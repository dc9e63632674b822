import type { RunView } from '@faultline/core';
import { itemNumbers } from '@faultline/facts';
import type { StepExecution } from '@faultline/model';
import type { Clue } from './clue.ts';
import { cluesOf, type ClueSources } from './clues.ts';
import { influence, type Influence } from './influence.ts';
import { faultOfStep, possibleFaults } from './possible-faults.ts';
import { rootPosterior, sharpened, type PossibleFault, type PossibleRoot, type Suspicion } from './root-posterior.ts';
import { anotherFaultPrior, nowherePriorOf, outsidePriorOf } from './run-priors.ts';
import type { Shared } from './shared.ts';
import { suspicionOf, withoutOutlived, withoutSlowedBy } from './suspicion-of.ts';

/** Where a fault can be. */
export interface RootCandidate {
  /** A step, or, where it is one of its items alone, that; or what several steps share. */
  readonly place: { readonly kind: 'step'; readonly stepId: string; readonly item: number } | Shared;
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
/** A place that shows nothing itself is named if what it explains elsewhere speaks for it by so much (a factor of 20). */
const muchExplained = Math.log(20);

/** Finds where the faults of a run are, with probabilities. See `rootPosterior`. O(C (V + E)). */
export function rootCauses(run: RunView, sources: ClueSources): RootCauses {
  const graph = influence(run);
  const clues = cluesOf(run, graph, sources);
  const suspicion = { ...suspicionOf(graph, clues), sharpness: sources.hasHistory ? sharpened : 1 };
  const faults = possibleFaults(run, graph, suspicion, outsidePriorOf(run));
  const first = rootPosterior(graph, withoutOutlived(run, suspicion), faults, nowherePriorOf(run));
  const suspectsAmong = (roots: readonly PossibleRoot[]): Suspect[] =>
    suspectsOf(
      run,
      roots.filter(({ fault }) => fault.nodes[0] !== graph.outside),
      suspicion,
    );
  const suspects = suspectsAmong(first.roots);
  /** The most probable place of one more fault, given those that are known. */
  const beside = (known: readonly Suspect[]): Suspect | undefined => {
    const wholes = known.map(({ place, likeliest }) => wholeOf(run, place, likeliest, suspicion));
    const rest = withoutSlowedBy(
      graph,
      suspicion,
      clues,
      known.map(({ place }) => place),
    );
    const others = rootPosterior(graph, rest, faults, anotherFaultPrior, wholes);
    return suspectsAmong(others.roots)[0];
  };
  const cluesAt = Map.groupBy(clues, ({ node }) => node);
  const described = (suspect: Suspect): RootCandidate => candidateOf(run, graph, suspect, cluesAt);
  return {
    roots: rootsAmong(suspects, beside).map(described),
    candidates: suspects.slice(0, mostCandidates).map(described),
    outside: first.roots.find(({ fault }) => fault.nodes[0] === graph.outside)?.probability ?? 0,
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
  const roots = [{ ...first, probability: Math.min(1, first.probability + withNext) }];
  if (first.probability + withNext < convincing) return [];
  let joint = Math.min(1, first.probability * next.probability + withNext);
  while (next?.hasCase === true && joint >= convincing && roots.length < mostRoots) {
    roots.push({ ...next, probability: joint });
    next = beside(roots);
    joint *= next?.probability ?? 0;
  }
  return roots;
}

/** A place and how probable a fault is there, before it is told what speaks for it: most are not asked. */
interface Suspect {
  /** The first node of the step, or that of what is shared. */
  readonly place: number;
  /** The most probable of the faults there. */
  readonly likeliest: PossibleFault;
  readonly probability: number;
  /** Whether enough speaks for it to be named: a clue of its own, or much of what befell others. */
  readonly hasCase: boolean;
}

/** All executions of one step are one place: their probabilities add up. Most probable first. */
function suspectsOf(run: RunView, roots: readonly PossibleRoot[], suspicion: Suspicion): Suspect[] {
  const byPlace = new Map<number, { -readonly [Field in keyof Suspect]: Suspect[Field] }>();
  // Most probable first.
  for (const { fault, probability, explains } of roots) {
    const execution = run.executions[fault.nodes[0]!];
    const place = execution === undefined ? fault.nodes[0]! : run.nodeOf(run.executionsOf(execution.stepId)[0]!);
    const known = byPlace.get(place);
    const hasCase = fault.from.some((node) => suspicion.asRoot[node]! > 0) || explains >= muchExplained;
    if (known !== undefined) {
      known.hasCase ||= hasCase;
      known.probability = Math.min(1, known.probability + probability);
      continue;
    }
    byPlace.set(place, { place, likeliest: fault, probability, hasCase });
  }
  return [...byPlace.values()].toSorted((a, b) => b.probability - a.probability);
}

/** The whole of a step: it explains the run where another fault is looked for. */
function wholeOf(run: RunView, place: number, likeliest: PossibleFault, suspicion: Suspicion): PossibleFault {
  const execution = run.executions[place];
  return execution === undefined ? likeliest : faultOfStep(run, execution.stepId, suspicion);
}

function candidateOf(
  run: RunView,
  { shared }: Influence,
  { place, likeliest, probability }: Suspect,
  cluesAt: ReadonlyMap<number, readonly Clue[]>,
): RootCandidate {
  const execution = run.executions[likeliest.from[0]!];
  return {
    place: shared.get(place) ?? { kind: 'step', stepId: execution!.stepId, item: itemOf(run, likeliest) },
    execution,
    probability,
    clues: distinct(likeliest.nodes.flatMap((node) => cluesAt.get(node) ?? [])),
  };
}

/** The item that a fault is about, see `itemNumbers`. 0: several, or none in particular. */
function itemOf(run: RunView, { from }: PossibleFault): number {
  const items = new Set(from.map((node) => itemNumbers(run)[node]!));
  const [item = 0] = items;
  return items.size === 1 ? item : 0;
}

/** What was seen, each once, weightiest first. */
function distinct(clues: readonly Clue[]): Clue[] {
  const said = new Set<string>();
  return clues
    .filter(({ says }) => says !== '')
    .toSorted((a, b) => b.asRoot - a.asRoot)
    .filter(({ says }) => !said.has(says) && said.add(says));
}
