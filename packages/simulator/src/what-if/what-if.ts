import type { RunView } from '@faultline/core';
import { attemptRecord } from './attempt-record.ts';
import type { Method } from './chance.ts';
import { editPlan } from './edit-plan.ts';
import type { Edit } from './edit.ts';
import type { PathStep } from './path-steps.ts';
import { poolSizes } from './pool-model.ts';
import { mostEventsVisited, runOutcomes } from './run-outcomes.ts';

/** What to assume beyond the edits. */
export interface WhatIfOptions {
  /** Seeds the draws, where outcomes are too many to list. Default 0. */
  readonly seed?: number;
  /**
   * How much of each resource there is today. With it, starts wait for what is free, before and after the change. Default
   * for the resources that edits name: the most that was in use at once. Others do not limit anything.
   */
  readonly pools?: ReadonlyMap<string, number>;
}

/** One run as it was, and as it would have been. */
export interface WhatIf {
  readonly beforeMs: number;
  /** Where a cache or a further attempt leaves it to chance: the expectation. */
  readonly afterMs: number;
  readonly gainMs: number;
  /** `exact`: one outcome, to the nanosecond. `mixture`: all outcomes, weighted. `draws`: outcomes drawn at random. */
  readonly method: Method;
  /** What may come of it. One where nothing is left to chance. */
  readonly outcomes: readonly { readonly probability: number; readonly afterMs: number }[];
  /** How likely it is that a step now fails for good that did not. */
  readonly failProbability: number;
  /** What the run waited for, before and after; after: in the likeliest outcome. */
  readonly path: { readonly before: readonly PathStep[]; readonly after: readonly PathStep[] };
  /** What has to be known to read the figures. Sentences. */
  readonly notes: readonly string[];
}

/**
 * What a run would have been with edits: every execution starts when the last of those it waits for has ended, plus its own
 * delay. Without edits these are the observed times, exactly. Nothing is changed.
 *
 *     whatIf(run, [{ kind: 'scale', stepId: 'search', factor: 0.5 }]).gainMs // at most the drag of "search"
 *
 * O(V + E) for each outcome. Throws FAULTLINE_USAGE for edits that cannot be applied.
 */
export function whatIf(
  run: RunView,
  edits: Iterable<Edit>,
  { seed = 0, pools = new Map() }: WhatIfOptions = {},
): WhatIf {
  const plan = editPlan(edits, knownSteps([run]));
  const { beforeMs, gainMs, method, outcomes, failProbability, path, notes } = runOutcomes(run, plan, {
    seed,
    draws: 400,
    most: 256,
    mostEvents: mostEventsVisited,
    pools: poolSizes([run], plan, pools),
    recordOf: (stepId) => attemptRecord([run], stepId, plan.steps.get(stepId)),
  });
  return {
    beforeMs,
    afterMs: beforeMs - gainMs,
    gainMs,
    method,
    outcomes,
    failProbability,
    path: path(),
    notes: [...notes],
  };
}

/** The steps that edits may name: those that ran and those that should have. */
export function knownSteps(runs: readonly RunView[]): ReadonlySet<string> {
  const known = new Set<string>();
  for (const { executions, definition } of runs) {
    for (const { stepId } of executions) known.add(stepId);
    for (const { id } of definition?.steps ?? []) known.add(id);
  }
  return known;
}
