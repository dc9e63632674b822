import { formatQuantity, quoted } from '@faultline/core';
import { median, quantile } from 'simple-statistics';
import { longerP, shareP, type Share } from './shifts.ts';
import type { LinkInWindow, PlaceInWindow, StepInWindow, Window } from './window.ts';

/** One thing that was compared with what is usual for it. */
export interface PlaceTest {
  readonly kind: 'own-time' | 'link-time' | 'event' | 'metric';
  /** In words, a sentence without its full stop. */
  readonly says: string;
  /** How often something as unusual is seen where nothing is wrong. */
  readonly p: number;
  /** In how many runs of the incident it shows, of those that tell; executions of a metric. */
  readonly shown: Share;
}

/** This share of the duration of a run does not matter. */
const negligibleShare = 0.01;
/** Nothing shorter is measured. */
const resolutionMs = 1e-3;

/** What does not matter beside a time: a hundredth of how long a run takes at the median. In milliseconds. */
export const negligibleMs = ({ runMs }: Window): number =>
  runMs.length === 0 ? resolutionMs : Math.max(resolutionMs, negligibleShare * median([...runMs]));

/** What is otherwise at a place than before: the own times of its steps, what they call, how they fail. */
export function placeTests(before: PlaceInWindow, during: PlaceInWindow, negligible: number): PlaceTest[] {
  return [...during.steps].flatMap(([name, step]) => {
    const usual = before.steps.get(name);
    if (usual === undefined) return [];
    return [...timeTests(name, usual, step, negligible), ...eventTests(name, usual, step)];
  });
}

/** Whether calls take longer than the callee accounts for. */
export function linkTests(before: LinkInWindow, during: LinkInWindow, negligible: number): PlaceTest[] {
  return [...during.betweenMs].flatMap(([name, betweenMs]): PlaceTest[] => {
    const usual = before.betweenMs.get(name);
    if (usual === undefined) return [];
    const says = `The way of ${quoted(name)} took ${tellMs(betweenMs)}, before ${tellMs(usual)}`;
    return [{ kind: 'link-time', says, p: longerP(usual, betweenMs, negligible), shown: longerIn(usual, betweenMs) }];
  });
}

function timeTests(name: string, usual: StepInWindow, step: StepInWindow, negligible: number): PlaceTest[] {
  if (usual.ownMs.length === 0 || step.ownMs.length === 0) return [];
  const says = `${quoted(name)} worked ${tellMs(step.ownMs)} itself, before ${tellMs(usual.ownMs)}`;
  const p = longerP(usual.ownMs, step.ownMs, negligible);
  return [{ kind: 'own-time', says, p, shown: longerIn(usual.ownMs, step.ownMs) }];
}

function eventTests(name: string, usual: StepInWindow, step: StepInWindow): PlaceTest[] {
  const events = new Set([...usual.events.keys(), ...step.events.keys()]);
  return [...events].map((event): PlaceTest => {
    const before = { count: usual.events.get(event) ?? 0, of: usual.runs };
    const during = { count: step.events.get(event) ?? 0, of: step.runs };
    const says = `${quoted(name)} ${event} in ${during.count} of ${during.of} runs, before in ${before.count} of ${before.of}`;
    const isMore = during.count * before.of >= before.count * during.of;
    const shown = { count: isMore ? during.count : during.of - during.count, of: during.of };
    return { kind: 'event', says, p: shareP(before, during), shown };
  });
}

const tellMs = (values: readonly number[]): string => formatQuantity(median([...values]), 'ms');

/** In how many runs it took longer than in 95 % of those before. */
function longerIn(before: readonly number[], during: readonly number[]): Share {
  const usual = quantile([...before], 0.95);
  return { count: during.filter((value) => value > usual).length, of: during.length };
}
