import { FaultlineError, type RunView } from '@faultline/core';
import type { RepeatedInputs } from '@faultline/facts';
import type { WorkflowDefinition } from '@faultline/model';
import { whatIfOverHistory, type Edit, type WhatIfHistory, type WhatIfOptions } from '@faultline/simulator';
import { editedDefinition, planWords } from './edited-definition.ts';
import { historyHalves } from './history-halves.ts';
import { refusalOf } from './plan-candidates.ts';
import { planEffect } from './plan-effect.ts';
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
  /** What was learned of inputs that come again: caches at that rate are judged at both ends of its interval. */
  readonly inputs?: RepeatedInputs;
  /** Called before each set of changes is tried: throw to stop. */
  readonly checkpoint?: () => void;
}

/** Changes to make together, and what they would have made of the runs of history. */
export interface Plan {
  readonly edits: readonly Edit[];
  /** The edits as a person would ask for them, and what each gains on top of the others, in milliseconds per run. */
  readonly changes: readonly { readonly text: string; readonly edit: Edit; readonly gainMs: number }[];
  /** Candidates that broke a constraint or can be applied in no set that was tried, and why. */
  readonly refused: readonly { readonly edit: Edit; readonly reason: string }[];
  readonly definition: WorkflowDefinition;
  /** How many runs the changes were chosen on, and on how many others (all, where there are fewer than 40) they are judged. */
  readonly chosenOn: number;
  readonly judgedOn: number;
  /** Before and after, with intervals, of the runs it is judged on. */
  readonly effect: WhatIfHistory;
  readonly search: SubsetSearch;
  /** The runs it rests on. */
  readonly runIds: readonly string[];
}

/**
 * Finds the set of changes that would have gained most over history, all changes applied together, because gains do not
 * add up: two branches that end together gain nothing alone, two changes of one step gain less than their sum. The
 * search is exhaustive for up to 8 candidates, else a beam: see `bestSubset` for what that guarantees. A change that adds
 * less than `leastShare` on top of the others is left out again, and what makes runs fail, or cannot be applied, is not
 * chosen. A data dependency is never removed, nor a gate.
 *
 * Of what is best on some runs a part is luck: from 40 runs on, one half chooses the plan and the other tells its effect.
 *
 * O(sets tried * what-if over history).
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
    inputs,
    checkpoint = () => {},
  }: PlanConstraints = {},
): Plan {
  if (history.length === 0) throw new RangeError('There is no plan without a history.');
  const judgements = candidates.map((edit) => ({
    edit,
    reason: refusalOf(edit, definition, history, { pools, limits }),
  }));
  const allowed = judgements.filter(({ reason }) => reason === undefined).map(({ edit }) => edit);
  const editsOf = (set: readonly number[]): readonly Edit[] => set.map((at) => allowed[at]!);
  const { chosenOn, judgedOn } = historyHalves(history);
  /** The candidates that can be applied, and why others cannot. */
  const applicable = new Set<Edit>();
  const reasons = new Map<Edit, string>();
  const gainsOf = (set: readonly number[]): { readonly chosenMs: number; readonly judgedMs: number } => {
    checkpoint();
    const edits = editsOf(set);
    const gainMs = (runs: readonly RunView[]): number => gainOver(runs, edits, { seed, pools });
    try {
      const chosenMs = gainMs(chosenOn);
      // Also where it gains nothing: that it can be applied to both is to be known.
      const judgedMs = judgedOn === chosenOn ? chosenMs : gainMs(judgedOn);
      for (const edit of edits) applicable.add(edit);
      return { chosenMs, judgedMs };
    } catch (error) {
      if (!(error instanceof FaultlineError) || error.code !== 'FAULTLINE_USAGE') throw error;
      for (const edit of edits) if (!reasons.has(edit)) reasons.set(edit, error.message);
      return { chosenMs: 0, judgedMs: 0 };
    }
  };
  const leastGain =
    leastShare * (chosenOn.reduce((sum, run) => sum + run.untilNs - run.fromNs, 0) / chosenOn.length / 1e6);
  const search = bestSubset(allowed.length, (set) => gainsOf(set).chosenMs, { most: maxChanges, leastGain });
  const edits = editsOf(search.set);
  const { judgedMs } = gainsOf(search.set);
  return {
    edits,
    changes: edits.map((edit, at) => ({
      text: planWords(edit),
      edit,
      gainMs: judgedMs - gainsOf(search.set.toSpliced(at, 1)).judgedMs,
    })),
    refused: judgements.flatMap(({ edit, reason = applicable.has(edit) ? undefined : reasons.get(edit) }) =>
      reason === undefined ? [] : [{ edit, reason }],
    ),
    definition: editedDefinition(definition, edits),
    chosenOn: chosenOn.length,
    judgedOn: judgedOn.length,
    effect: planEffect(judgedOn, edits, { seed, pools, hitRateOf: (step) => inputs?.of(definition.id, step)?.hitRate }),
    search,
    runIds: history.map(({ id }) => id).toSorted(),
  };
}

/** Of the mean, in milliseconds. */
function gainOver(runs: readonly RunView[], edits: readonly Edit[], options: WhatIfOptions): number {
  if (edits.length === 0) return 0;
  const { gainMs, failingRuns } = whatIfOverHistory(runs, edits, { ...options, replicates: 1 });
  // What fails is over sooner: that is no gain.
  return failingRuns > 0 ? 0 : gainMs.mean;
}
