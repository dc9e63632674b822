import type { Earlier, RunView } from '@faultline/core';
import { baselines, failureRoots, runSample, type Baselines, type RunSample } from '@faultline/facts';
import { fact } from '@faultline/graph';
import { diagnosisOf } from '../root-cause/diagnosis.ts';
import { breaker } from './breaker.ts';
import { fallback } from './fallback.ts';
import { gainOf, type Gain } from './gain.ts';
import { gate } from './gate.ts';
import {
  conductToday,
  measureKinds,
  waysWith,
  type ApplicableMeasure,
  type MeasureKind,
  type Propose,
} from './measure.ts';
import { redundancy } from './redundancy.ts';
import { retry } from './retry.ts';
import type { Settings } from './settings.ts';
import { timeout } from './timeout.ts';
import { studied, type StudiedPoint } from './studied-point.ts';
import { slowPoints } from './slow-points.ts';
import type { WeakPoint } from './weak-point.ts';
import { weakPoints } from './weak-points.ts';

/** The learners that prevention reads. */
export const preventionUses = { baselines, runs: runSample };

/** What prevention is made from, beside the run. */
export interface PreventionContext {
  readonly learned: { readonly baselines: Baselines; readonly runs: RunSample };
  readonly earlier: Earlier;
}

/** What a measure of one kind would do at one weak point. */
export interface Assessment {
  readonly kind: MeasureKind;
  /** `undefined`: it does not apply. */
  readonly measure: ApplicableMeasure | undefined;
  /** `undefined`: it does not apply, or nobody knows how often what it prevents happens. */
  readonly gain: Gain | undefined;
  /** Why it applies, or why not. */
  readonly reason: string;
  /** Whether it applies and prevents or saves enough to be proposed; of what nobody can say how much it gains, that it applies. */
  readonly isWorthwhile: boolean;
}

const proposers: Readonly<Record<MeasureKind, Propose>> = { retry, timeout, fallback, gate, breaker, redundancy };

/** A weak point of a run, with what is known of it. */
export interface PlacedPoint {
  readonly point: WeakPoint;
  readonly study: StudiedPoint;
}

/**
 * The weak points of a run, at most three, each with the workflow around it. Empty: nothing failed that nobody mended, and
 * the run was not late. The same for all rules and the section: remembered for each run and what was learned.
 */
export function studiedPoints(run: RunView, context: PreventionContext): readonly PlacedPoint[] {
  const { learned } = context;
  const known = pointsOf(run);
  let points = known.get(learned.baselines);
  if (points === undefined) {
    const history = learned.runs.runsOf(run.workflowId, run.definition, run.options);
    const { definition, workflowId } = run;
    points = pointsIn(run, context).map((point) => ({
      point,
      study: studied(run, point, { definition, workflowId, baselines: learned.baselines, history }),
    }));
    known.set(learned.baselines, points);
  }
  return points;
}

const pointsOf = fact((_run: RunView) => new WeakMap<Baselines, readonly PlacedPoint[]>());

/** Where failures began; of a run in which nothing failed, what made it late. */
function pointsIn(run: RunView, context: PreventionContext): readonly WeakPoint[] {
  const failed = failureRoots(run).length === 0 ? [] : weakPoints(run, diagnosisOf(run, context));
  if (failed.length > 0 || run.status !== 'completed') return failed;
  const { baselines: learned } = context.learned;
  return slowPoints(run, learned, () => diagnosisOf(run, context));
}

/** What a measure would do at a weak point; remembered. O(simulated runs). */
export function assessed(point: StudiedPoint, kind: MeasureKind, settings: Settings): Assessment {
  const known = assessments(point);
  const key = JSON.stringify([kind, settings]);
  let assessment = known.get(key);
  if (assessment === undefined) known.set(key, (assessment = assess(point, kind, settings)));
  return assessment;
}

const assessments = fact((_point: StudiedPoint) => new Map<string, Assessment>());

/** What all measures would do, in the order of `measureKinds`. */
export const allAssessed = (point: StudiedPoint, settings: Settings): readonly Assessment[] =>
  measureKinds.map((kind) => assessed(point, kind, settings));

function assess(point: StudiedPoint, kind: MeasureKind, settings: Settings): Assessment {
  const measure = proposers[kind](point, settings);
  if ('appliesNot' in measure)
    return { kind, measure: undefined, gain: undefined, reason: measure.appliesNot, isWorthwhile: false };
  if (!point.isKnown) return { kind, measure, gain: undefined, reason: measure.because, isWorthwhile: true };
  const gain = gainOf(point, waysToday(point), measure.ways);
  return { kind, measure, gain, reason: measure.because, isWorthwhile: isWorthwhile(point, gain, settings) };
}

/** The same object for all measures, so that what it leads to is simulated once. */
const waysToday = fact((point: StudiedPoint) => waysWith(point, conductToday(point)));

/** It makes what is counted clearly rarer; or it makes it no more frequent, and saves time where all attempts fail. */
function isWorthwhile(point: StudiedPoint, gain: Gain, settings: Settings): boolean {
  return isFair(gain, settings) || savesInOutage(point, gain, settings);
}

/** Whether a measure prevents a fair share of all that is counted, and not only once in a blue moon. */
export function isFair({ before, after }: Gain, { leastPrevented }: Pick<Settings, 'leastPrevented'>): boolean {
  const prevented = before.failureRate - after.failureRate;
  return prevented >= leastOfRuns && prevented >= leastPrevented * before.failureRate;
}

/** Whether runs are shorter, or fewer of them late, while every attempt fails or is slow. */
export function savesInOutage(
  { counted }: StudiedPoint,
  { preventedShare, worst: { before, after } }: Gain,
  { leastShare, leastPrevented }: Pick<Settings, 'leastShare' | 'leastPrevented'>,
): boolean {
  if (counted === 'late-runs') return before.failureRate - after.failureRate >= leastPrevented;
  const savedMs = before.meanMs - after.meanMs;
  return preventedShare > -mostAdded && savedMs > 0 && savedMs >= leastShare * before.meanMs;
}

/** One in a thousand. */
const leastOfRuns = 0.001;
/** A measure that saves time may make so many more failures, as a share of those there are. */
const mostAdded = 0.1;
