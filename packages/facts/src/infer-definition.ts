import { rowsOf, transitiveReduction } from '@faultline/graph';
import { workflowDefinitionSchema, type WorkflowDefinition } from '@faultline/model';
import { distributionOf } from '@faultline/stats';
import type { DefinitionSurvey, SurveyedPair, SurveyedStep } from './definition-survey.ts';
import { enoughForPercentiles } from './expected.ts';

/** A step as many runs show it, with what that rests on. */
export interface InferredStep {
  readonly id: string;
  readonly type: string;
  /** In how many runs it ran. */
  readonly runs: number;
  /** There are runs that completed without it. */
  readonly isOptional: boolean;
  readonly dependencies: readonly InferredDependency[];
  /** Of completed executions; `p95` from 20 of them on. */
  readonly durationMs: { readonly p50: number; readonly p95?: number } | undefined;
}

/** "This step needs `on`", and in how many runs it did. */
export interface InferredDependency {
  readonly on: string;
  /** Runs that had both; in all of them `on` had ended first. */
  readonly runs: number;
  /** Of those, the runs that recorded it. 0: it is known from the order in time alone. */
  readonly recorded: number;
}

/** A definition that agrees with all runs it was inferred from. */
export interface InferredDefinition {
  readonly runs: number;
  /** In order: a step comes after those it needs. */
  readonly steps: readonly InferredStep[];
  /** What a report on these runs would be checked against. */
  readonly definition: WorkflowDefinition;
}

/**
 * Proposes a definition from what runs have in common. A step depends on another where that had ended first in every run
 * that had both, and where most of those runs recorded it. Where nothing is recorded of a step the order in time stands
 * alone: with few runs it will name steps that only happened to come first. What follows from other dependencies is left
 * out, unless those lead through a step that is optional. O(pairs * steps) at worst.
 */
export function inferDefinition(survey: DefinitionSurvey, workflowId: string): InferredDefinition {
  const ordered = [...survey.steps.values()].filter(({ isStep }) => isStep).toSorted(inOrderOfStart);
  const place = new Map(ordered.map((step, at) => [step, at]));
  const isOptional = ordered.map((step) => isSometimesMissing(step, survey));
  const steps = reduced(needsOf(survey, place), ordered.length, isOptional).map((needs, at): InferredStep => {
    const step = ordered[at]!;
    return {
      id: step.id,
      type: mostFrequent(step.types),
      runs: step.runs,
      isOptional: isOptional[at]!,
      dependencies: needs.map(({ on, runs, recorded }) => ({ on: ordered[on]!.id, runs, recorded })),
      durationMs: durationOf(step),
    };
  });
  return { runs: survey.runs, steps, definition: definitionOf(steps, workflowId) };
}

/** By the mean of where in the run they started, so that what may depend on what is clear beforehand, without circles. */
function inOrderOfStart(a: SurveyedStep, b: SurveyedStep): number {
  return a.startShares / a.seen - b.startShares / b.seen || (a.id < b.id ? -1 : 1);
}

/** Runs that did not complete may have stopped before a step, which tells nothing. */
const isSometimesMissing = (step: SurveyedStep, { runs, completedRuns }: DefinitionSurvey): boolean =>
  completedRuns > 0 ? step.completedRuns < completedRuns : step.runs < runs;

/** That the step at `to` needs the one at `on`. */
interface Need {
  readonly on: number;
  readonly to: number;
  readonly runs: number;
  readonly recorded: number;
}

/** For each step what it seems to need: what is recorded, else what always came first. */
function needsOf(survey: DefinitionSurvey, place: ReadonlyMap<SurveyedStep, number>): readonly Need[] {
  const candidates = [...survey.pairs].flatMap((pair) => needIn(pair, place));
  const isRecorded = ({ recorded, runs }: Need): boolean => recorded * 2 >= runs;
  const known = new Set(candidates.filter(isRecorded).map(({ to }) => to));
  return candidates.filter((need) => !known.has(need.to) || isRecorded(need));
}

function needIn({ steps, both, before, recorded }: SurveyedPair, place: ReadonlyMap<SurveyedStep, number>): Need[] {
  const [first, second] = [place.get(steps[0]), place.get(steps[1])];
  // What only ever runs inside of others is no step.
  if (first === undefined || second === undefined) return [];
  const needed = first < second ? 0 : 1;
  if (before[needed] < both) return [];
  return [{ on: Math.min(first, second), to: Math.max(first, second), runs: both, recorded: recorded[needed] }];
}

/**
 * By step, without what follows from the rest. An optional step is two nodes here, one that is needed and one that needs,
 * so that no way leads through it: a run may do without it.
 */
function reduced(needs: readonly Need[], size: number, isOptional: readonly boolean[]): readonly (readonly Need[])[] {
  const from = Uint32Array.from(needs, ({ on }) => (isOptional[on] === true ? on + size : on));
  const to = Uint32Array.from(needs, (need) => need.to);
  // Needs lead from earlier places to later ones: there is no circle.
  const { offsets, targets } = transitiveReduction(rowsOf(size * 2, { from, to }))!;
  const kept = new Set<number>();
  for (let node = 0; node < size * 2; node++)
    for (let edge = offsets[node]!; edge < offsets[node + 1]!; edge++) kept.add(targets[edge]! * size + (node % size));
  const byStep = Array.from({ length: size }, (): Need[] => []);
  for (const need of needs) if (kept.has(need.to * size + need.on)) byStep[need.to]!.push(need);
  return byStep.map((list) => list.toSorted((a, b) => a.on - b.on));
}

function mostFrequent(types: ReadonlyMap<string, number>): string {
  const [[type] = ['task']] = [...types].toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return type;
}

function durationOf({ durationsMs: { histogram, sample } }: SurveyedStep): InferredStep['durationMs'] {
  if (sample.length === 0) return undefined;
  const { count, quantile } = distributionOf({ histogram, values: sample.map(([, value]) => value) });
  const p50 = rounded(quantile(0.5), Math.round);
  return count < enoughForPercentiles ? { p50 } : { p50, p95: rounded(quantile(0.95), Math.ceil) };
}

/** Two digits, as people write limits: more would promise what a sample cannot keep. */
function rounded(value: number, round: (value: number) => number): number {
  if (value <= 0) return 0;
  const [mantissa, exponent] = value.toExponential(11).split('e');
  return Number(`${round(Number(`${mantissa}e1`))}e${Number(exponent) - 1}`);
}

const definitionOf = (steps: readonly InferredStep[], workflowId: string): WorkflowDefinition =>
  workflowDefinitionSchema.parse({
    id: workflowId,
    steps: steps.map(({ id, type, isOptional, dependencies, durationMs }) => ({
      id,
      type,
      isOptional,
      dependencies: dependencies.map(({ on }) => on),
      ...(durationMs !== undefined && durationMs.p50 > 0 && { expectedDurationMs: durationMs.p50 }),
      ...(durationMs?.p95 !== undefined && { baseline: { durationMs } }),
    })),
  });
