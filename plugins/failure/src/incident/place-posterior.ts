import { largest } from '@faultline/stats';
import { diluted, logSum } from '../root-cause/clue.ts';
import { reachOf, type PlaceGraph } from './place-graph.ts';

/** What was seen, as natural logarithms of Bayes factors against "nothing is wrong here". By node, unless said otherwise. */
export interface PlaceSuspicion {
  /** That the place worked longer itself. */
  readonly slow: Float64Array;
  /** That it did otherwise: called others, failed, had other figures. */
  readonly odd: Float64Array;
  /** By link: that the way took longer. */
  readonly late: Float64Array;
  /** How much of what was otherwise at a victim can come from a source: 0 to 1. */
  passes(source: number, victim: number): number;
  /** 1: something could be compared. */
  readonly isCompared: Uint8Array;
  /** 1: the fault can be there. */
  readonly isCandidate: Uint8Array;
}

/** How a fault shows. */
export type Story = 'works-longer' | 'hard-to-reach' | 'does-otherwise';

/** Where the fault can be, and what fits best to it being there. */
export interface PlacePosterior {
  /** Most probable first, ties by node. With `nowhere` they sum to 1. */
  readonly roots: readonly { readonly node: number; readonly probability: number; readonly story: Story }[];
  /** The probability that nothing is wrong. */
  readonly nowhere: number;
}

/**
 * How faults of three kinds show: how often the place works longer, does otherwise, how often ways from its callers and to
 * its callees take longer, and how often it makes others do otherwise. Judgements, no measurements.
 */
const stories = [
  // It is busy: late to work, to ask and to hear others.
  { story: 'works-longer', slow: 0.9, odd: 0.2, fromCallers: 0.3, toCallees: 0.8, spoils: 0.1 },
  // It is hard to reach.
  { story: 'hard-to-reach', slow: 0.1, odd: 0.1, fromCallers: 0.9, toCallees: 0.2, spoils: 0.1 },
  // It does something else.
  { story: 'does-otherwise', slow: 0.2, odd: 0.95, fromCallers: 0.1, toCallees: 0.1, spoils: 0.5 },
] as const;
/** How often what trouble reaches shows it: who waits for others does not work longer itself. */
const reached = { slow: 0.1, odd: 0.5 } as const;
/** How often nothing can be compared at the place at fault. */
const unseen = 0.2;

/**
 * The probability of each place to be where the one fault is, by Bayes' rule: as in `rootPosterior`, a candidate is as good
 * as it explains what was seen at itself, on its ways, and at those whom it can have spoiled. That some of its ways are
 * as usual speaks against it. O(P² + P L) for P places and L links.
 */
export function placePosterior(graph: PlaceGraph, suspicion: PlaceSuspicion, nowherePrior: number): PlacePosterior {
  const candidates = [...graph.places.keys()].filter((node) => suspicion.isCandidate[node] === 1);
  const prior = Math.log((1 - nowherePrior) / candidates.length);
  const explained = candidates.map((node) => ({ node, ...explainedBy(graph, suspicion, node) }));
  const nowhereScore = Math.log(nowherePrior);
  const total = logSumOf([nowhereScore, ...explained.map(({ score }) => prior + score)]);
  const roots = explained.map(({ score, ...root }) => ({ ...root, probability: Math.exp(prior + score - total) }));
  return {
    roots: roots.toSorted((a, b) => b.probability - a.probability || a.node - b.node),
    nowhere: Math.exp(nowhereScore - total),
  };
}

function explainedBy(
  graph: PlaceGraph,
  suspicion: PlaceSuspicion,
  root: number,
): { readonly score: number; readonly story: Story } {
  const { slow, odd, late, isCompared } = suspicion;
  const reach = reachOf(graph, odd, root);
  let elsewhere = 0;
  for (let node = 0; node < reach.length; node++)
    if (node !== root)
      elsewhere +=
        diluted(reach[node]! * reached.slow, slow[node]!) +
        diluted(reach[node]! * reached.odd * suspicion.passes(root, node), odd[node]!);
  const told = stories.map((story) => {
    // Those who were spoiled are many: the exponential of all that they say would be too large.
    let factor = logSum(Math.log(1 - story.spoils), Math.log(story.spoils) + elsewhere);
    factor += diluted(story.slow, slow[root]!) + diluted(story.odd, odd[root]!);
    for (const [link, { from, to }] of graph.links.entries()) {
      if (to === root) factor += diluted(story.fromCallers, late[link]!);
      else if (from === root) factor += diluted(story.toCallees, late[link]!);
    }
    return factor;
  });
  const { story } = stories[told.indexOf(Math.max(...told))]!;
  const score = logSumOf(told) - Math.log(stories.length) + (isCompared[root] === 1 ? 0 : Math.log(unseen));
  return { score, story };
}

/** log Σ exp, without overflow. */
function logSumOf(logs: readonly number[]): number {
  const highest = largest(logs);
  return highest + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - highest), 0));
}
