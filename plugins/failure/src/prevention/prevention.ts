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
  readonly gain: Gain | undefined;
  /** Why it applies, or why not. */
  readonly reason: string;
  /** Whether it applies and prevents or saves enough to be proposed. */
  readonly isWorthwhile: boolean;
}

const proposers: Readonly<Record<MeasureKind, Propose>> = { retry, timeout, fallback, gate, breaker, redundancy };

/**
 * The weak points of a run, at most three, each with the workflow around it simulated. Empty: nothing failed that nobody
 * mended. The same for all rules and the section: remembered for each run and what was learned.
 */
export function studiedPoints(run: RunView, context: PreventionContext): readonly StudiedPoint[] {
  if (failureRoots(run).length === 0) return [];
  const { learned } = context;
  const known = pointsOf(run);
  let points = known.get(learned.baselines);
  if (points === undefined) {
    const history = learned.runs.runsOf(run.workflowId, run.definition, run.options);
    const { definition, workflowId } = run;
    points = weakPoints(run, diagnosisOf(run, context)).map((point) =>
      studied(run, point, { definition, workflowId, baselines: learned.baselines, history }),
    );
    known.set(learned.baselines, points);
  }
  return points;
}

const pointsOf = fact((_run: RunView) => new WeakMap<Baselines, readonly StudiedPoint[]>());

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
  const gain = gainOf(point, waysWith(point, conductToday(point)), measure.ways);
  return { kind, measure, gain, reason: measure.because, isWorthwhile: isWorthwhile(gain, settings) };
}

/** It prevents failures, or it makes no more of them and saves time where all attempts fail. */
function isWorthwhile({ preventedShare, worstMs }: Gain, { leastPrevented, leastShare }: Settings): boolean {
  if (preventedShare > 0 && preventedShare >= leastPrevented) return true;
  const savedMs = worstMs.before - worstMs.after;
  return preventedShare > -mostAdded && savedMs > 0 && savedMs >= leastShare * worstMs.before;
}

/** A measure that saves time may make so many more failures, as a share of those there are. */
const mostAdded = 0.1;
