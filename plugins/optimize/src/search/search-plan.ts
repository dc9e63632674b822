import type { RunView } from '@faultline/core';
import type { WorkflowDefinition } from '@faultline/model';
import { whatIfOverHistory, type Edit, type WhatIfHistory } from '@faultline/simulator';
import { editedDefinition, planWords } from './edited-definition.ts';
import { refusalOf } from './plan-candidates.ts';
import { bestSubset, type SubsetSearch } from './subset-search.ts';

/** What a plan may cost and take. */
export interface PlanConstraints {
  /** How many changes there may be. Default: any number. */
  readonly maxChanges?: number;
  /** How much there is of each resource today: starts wait for it, and no step may ask for more. */
  readonly pools?: ReadonlyMap<string, number>;
  /** How much there can be of a resource at most. Default: any amount. */
  readonly limits?: ReadonlyMap<string, number>;
  /** The share of the mean time of a run that each change must gain on top of the others. Default 0.01. */
  readonly leastShare?: number;
  /** Seeds the draws of the prediction. Default 0. */
  readonly seed?: number;
  /** Called before each set of changes is tried: throw to stop. */
  readonly checkpoint?: () => void;
}

/** Changes to make together, and what they would have made of the runs of history. */
export interface Plan {
  readonly edits: readonly Edit[];
  /** The edits as a person would ask for them, and what each gains on top of the others, in milliseconds per run. */
  readonly changes: readonly { readonly text: string; readonly edit: Edit; readonly gainMs: number }[];
  /** Candidates that broke a constraint, and which. */
  readonly refused: readonly { readonly edit: Edit; readonly reason: string }[];
  readonly definition: WorkflowDefinition;
  /** Before and after, with intervals. */
  readonly effect: WhatIfHistory;
  readonly search: SubsetSearch;
  /** The runs it rests on. */
  readonly runIds: readonly string[];
}

/**
 * Finds the set of changes that would have gained most over history, all changes applied together, because gains do not
 * add up: two branches that end together gain nothing alone, two changes of one step gain less than their sum. The
 * search is exhaustive for up to 8 candidates, else a beam: see `bestSubset` for what that guarantees. A change that adds
 * less than `leastShare` on top of the others is left out again, and what makes runs fail is not chosen. A data dependency is never removed, nor a gate.
 *
 * O(sets tried * what-if over history). Throws FAULTLINE_USAGE for candidates that name unknown steps.
 */
export function searchPlan(
  history: readonly RunView[],
  definition: WorkflowDefinition,
  candidates: readonly Edit[],
  {
    maxChanges = Infinity,
    pools = new Map(),
    limits = new Map(),
    leastShare = 0.01,
    seed = 0,
    checkpoint = () => {},
  }: PlanConstraints = {},
): Plan {
  if (history.length === 0) throw new RangeError('There is no plan without a history.');
  const judged = candidates.map((edit) => ({ edit, reason: refusalOf(edit, definition, history, { pools, limits }) }));
  const allowed = judged.filter(({ reason }) => reason === undefined).map(({ edit }) => edit);
  const editsOf = (set: readonly number[]): readonly Edit[] => set.map((at) => allowed[at]!);
  const gainOf = (set: readonly number[]): number => {
    checkpoint();
    if (set.length === 0) return 0;
    const { gainMs, failingRuns } = whatIfOverHistory(history, editsOf(set), { seed, pools, replicates: 1 });
    // What fails is over sooner: that is no gain.
    return failingRuns > 0 ? 0 : gainMs.mean;
  };
  const leastGainMs =
    leastShare * (history.reduce((sum, run) => sum + run.untilNs - run.fromNs, 0) / history.length / 1e6);
  const search = bestSubset(allowed.length, gainOf, { most: maxChanges, leastGain: leastGainMs });
  const edits = editsOf(search.set);
  return {
    edits,
    changes: edits.map((edit, at) => ({
      text: planWords(edit),
      edit,
      gainMs: search.gain - gainOf(search.set.toSpliced(at, 1)),
    })),
    refused: judged.flatMap(({ edit, reason }) => (reason === undefined ? [] : [{ edit, reason }])),
    definition: editedDefinition(definition, edits),
    effect: whatIfOverHistory(history, edits, { seed, pools }),
    search,
    runIds: history.map(({ id }) => id).toSorted(),
  };
}
