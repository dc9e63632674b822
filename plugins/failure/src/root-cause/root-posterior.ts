import { largest } from '@faultline/stats';
import { diluted, logSum } from './clue.ts';
import { cameOf, givenOf, priorTransmission, type Influence } from './influence.ts';

/**
 * What was seen, as natural logarithms of Bayes factors against "nothing is wrong here". Columns by node of the influence
 * graph: at what is only shared nothing is seen, so 0 stands there.
 */
export interface Suspicion {
  /** If the fault is in this execution. */
  readonly asRoot: Float64Array;
  /** If this execution was spoiled by another. */
  readonly asVictim: Float64Array;
  /** By how much all evidence together is to count: 1, or see `sharpened`. */
  readonly sharpness: number;
}

/** A fault that may be: in one execution, or in all of a step, of which some may show it. */
export interface PossibleFault {
  /** Ascending. */
  readonly nodes: readonly number[];
  /** From which it spreads: those that show it, or all where none does. */
  readonly from: readonly number[];
  /** How much likelier than others it is, before anything was seen, as a natural logarithm. */
  readonly prior: number;
}

/** Where the fault can be. */
export interface RootPosterior {
  /** Most probable first, ties by node. With `nowhere` they sum to 1. */
  readonly roots: readonly PossibleRoot[];
  /** The probability that nothing is wrong. */
  readonly nowhere: number;
}

/** A fault with its probability. */
export interface PossibleRoot {
  readonly fault: PossibleFault;
  readonly probability: number;
  /** The logarithm of the Bayes factor of what was seen elsewhere, if trouble spreads from here. */
  readonly explains: number;
}

/**
 * By how much evidence counts for more where it was held against earlier runs: one figure for all. By likelihood it is 1.5 on
 * generated workflows of one family, 1.2 on another (without history 1); more than this blames a healthy run now and then.
 */
export const sharpened = 1.25;
/** How likely an execution shows a fault of its step. */
const shows = 0.9;
/** Less likely trouble is not followed. */
const negligible = 1e-4;
/** How likely a fault reaches others at all: slowness and what is tolerated stay where they are. */
const spreads = 0.5;

/**
 * The probability of each execution to be where the one fault of a run is, by Bayes' rule: a candidate is as good as it
 * explains what was seen at itself and at all that it can have spoiled. What was seen elsewhere is unexplained for it, so
 * an execution that an earlier one explains falls behind that one ("explaining away").
 *
 *     fetch (failed) ──> parse (failed) ──> mail (fine)        fetch 0.95, parse 0.04, mail 0.00, nowhere 0.01
 *
 * How likely trouble came as far as an execution is filtered forward along the order of the run, by what was seen at each
 * on the way: exact on chains, an approximation where paths meet again (exact reachability is #P-hard).
 *
 * J. Pearl, "Probabilistic reasoning in intelligent systems", Morgan Kaufmann 1988, chapter 4, for noisy-or and explaining
 * away; L. Valiant, "The complexity of enumeration and reliability problems", SIAM J. Comput. 8 (1979).
 *
 * O(C (V + E)) for C faults.
 *
 * @param faults where it can be
 * @param nowherePrior the probability that nothing is wrong, before anything was seen
 * @param known faults already found: what they explain is no evidence for another
 */
export function rootPosterior(
  graph: Influence,
  suspicion: Suspicion,
  faults: readonly PossibleFault[],
  nowherePrior: number,
  known: readonly PossibleFault[] = [],
): RootPosterior {
  const knownNodes = known.flatMap(({ nodes }) => nodes);
  const knownFrom = known.flatMap(({ from }) => from);
  const taken = new Set(knownNodes);
  const candidates = faults.filter(({ nodes }) => !nodes.some((node) => taken.has(node)));
  const spreading = new Spread(graph, suspicion);
  const explained = spreading.of(knownNodes, knownFrom);
  const priorSum = candidates.reduce((sum, { prior }) => sum + Math.exp(prior), 0);
  const explains = new Float64Array(candidates.length);
  const scores = candidates.map((fault, index) => {
    const roots = [...knownNodes, ...fault.nodes];
    const spread = spreading.of(roots, [...knownFrom, ...fault.from]) - explained;
    const alone = spreading.of(roots, knownFrom) - explained;
    explains[index] = spread;
    return (
      Math.log1p(-nowherePrior) +
      (fault.prior - Math.log(priorSum)) +
      suspicion.sharpness *
        (seenAt(fault, suspicion) + logSum(Math.log(spreads) + spread, Math.log(1 - spreads) + alone))
    );
  });
  const nowhereScore = Math.log(nowherePrior);
  const highest = Math.max(nowhereScore, largest(scores));
  const total = scores.reduce((sum, score) => sum + Math.exp(score - highest), Math.exp(nowhereScore - highest));
  const roots = candidates.map((fault, index) => ({
    fault,
    probability: Math.exp(scores[index]! - highest) / total,
    explains: explains[index]!,
  }));
  return {
    roots: roots.toSorted((a, b) => b.probability - a.probability || a.fault.nodes[0]! - b.fault.nodes[0]!),
    nowhere: Math.exp(nowhereScore - highest) / total,
  };
}

/**
 * What was seen at all that a fault is in. One of several executions shows in each of them, nearly, or is as hidden in all as
 * it would be in one.
 */
export function seenAt({ nodes }: PossibleFault, { asRoot }: Pick<Suspicion, 'asRoot'>): number {
  if (nodes.length === 1) return asRoot[nodes[0]!]!;
  let inEach = 0;
  let sum = 0;
  for (const node of nodes) {
    inEach += diluted(shows, asRoot[node]!);
    sum += asRoot[node]!;
  }
  return logSum(inEach, sum / nodes.length) - Math.LN2;
}

/**
 * Follows trouble through a run. Made once for all candidates, because columns made anew would cost more than the walks.
 */
class Spread {
  readonly #graph: Influence;
  /** Bayes factors of having been spoiled, by node. */
  readonly #factors: Float64Array;
  /** How likely an event is in trouble. */
  readonly #trouble: Float64Array;
  /** 1: at fault itself, so that what is seen there is not of another's making. */
  readonly #isRoot: Uint8Array;

  constructor(graph: Influence, { asVictim }: Pick<Suspicion, 'asVictim'>) {
    this.#graph = graph;
    this.#factors = new Float64Array(asVictim.length);
    for (let node = 0; node < asVictim.length; node++) this.#factors[node] = Math.exp(asVictim[node]!);
    this.#trouble = new Float64Array(graph.successors.offsets.length - 1);
    this.#isRoot = new Uint8Array(this.#trouble.length / 2);
  }

  /**
   * The logarithm of the Bayes factor of what was seen at all but the roots, if trouble comes from those in `spreading`.
   * O(V + E).
   */
  of(roots: readonly number[], spreading: readonly number[]): number {
    if (spreading.length === 0) return 0;
    const { order, place, passesOn } = this.#graph;
    const { offsets, targets } = this.#graph.successors;
    const trouble = this.#trouble.fill(0);
    const isRoot = this.#isRoot;
    for (const root of roots) isRoot[root] = 1;
    let first = order.length;
    for (const root of spreading) {
      trouble[cameOf(root)] = 1;
      // A fault shows in what the execution calls as well, as if it had been given something bad.
      trouble[givenOf(root)] = priorTransmission.through;
      first = Math.min(first, place[givenOf(root)]!, place[cameOf(root)]!);
    }
    let evidence = 0;
    for (let at = first; at < order.length; at++) {
      const event = order[at]!;
      let chance = trouble[event]!;
      if (chance < negligible) continue;
      const node = event >>> 1;
      const isOutcome = event % 2 === 1;
      if (isOutcome && isRoot[node] === 0) {
        const factor = this.#factors[node]!;
        const weight = 1 - chance + chance * factor;
        evidence += Math.log(weight);
        chance = (chance * factor) / weight;
      }
      for (let edge = offsets[event]!; edge < offsets[event + 1]!; edge++) {
        const next = targets[edge]!;
        trouble[next] = 1 - (1 - trouble[next]!) * (1 - chance * passesOn[edge]!);
      }
    }
    for (const root of roots) isRoot[root] = 0;
    return evidence;
  }
}
