import { formatQuantity, quoted } from '@faultline/core';
import { median, quantile } from 'simple-statistics';
import { longerP, shareP, type Share } from './shifts.ts';
import type { EventInWindow, LinkInWindow, PlaceInWindow, StepInWindow, Window } from './window.ts';

/** One thing that was compared with what is usual for it. */
export interface PlaceTest {
  readonly kind: 'own-time' | 'link-time' | 'event' | 'metric';
  /** In words, a sentence without its full stop. */
  readonly says: string;
  /** How often something as unusual is seen where nothing is wrong. */
  readonly p: number;
  /** In how many runs of the incident it shows, of those that tell; executions of a metric. */
  readonly shown: Share;
  /** Whether it is something that never happened before at the place: of these are few, so that they are a family of their own. */
  readonly isNew?: boolean;
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
  const isKnown = (event: string): boolean => before.events.has(event);
  const ofSteps = [...during.steps].flatMap(([name, step]) => {
    const usual = before.steps.get(name);
    if (usual === undefined) return [];
    return [...timeTests(name, usual, step, negligible), ...eventTests(name, usual, step, isKnown)];
  });
  return [...ofSteps, ...newEventTests(before, during)];
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

/** What happened to a step, in any of its executions of a run and, where that differs, in all of them. */
function eventTests(
  name: string,
  usual: StepInWindow,
  step: StepInWindow,
  isKnown: (event: string) => boolean,
): PlaceTest[] {
  const events = new Set([...usual.events.keys(), ...step.events.keys()].filter(isKnown));
  return [...events].flatMap((event): PlaceTest[] => {
    const [was, is] = [usual.events.get(event) ?? never, step.events.get(event) ?? never];
    const testOf = (part: keyof EventInWindow, words: string): PlaceTest => {
      const before = { count: was[part], of: usual.runs };
      const during = { count: is[part], of: step.runs };
      return {
        kind: 'event',
        says: `${quoted(name)} ${event} ${words}${ofRuns(before, during)}`,
        ...compared(before, during),
      };
    };
    const inAny = testOf('inAny', '');
    return was.inAny === was.inAll && is.inAny === is.inAll ? [inAny] : [inAny, testOf('inAll', 'every time ')];
  });
}

const never: EventInWindow = { inAny: 0, inAll: 0 };

/** What never happened before at a place, whichever of its steps it happened to. */
function newEventTests(usual: PlaceInWindow, place: PlaceInWindow): PlaceTest[] {
  return [...place.events].flatMap(([event, count]): PlaceTest[] => {
    if (usual.events.has(event)) return [];
    const before = { count: 0, of: usual.runs };
    const during = { count, of: place.runs };
    const steps = [...place.steps].flatMap(([name, { events }]) => (events.has(event) ? name : []));
    const who = steps.length === 1 ? quoted(steps[0]!) : `One of ${steps.length} steps`;
    return [
      { kind: 'event', says: `${who} ${event} ${ofRuns(before, during)}`, ...compared(before, during), isNew: true },
    ];
  });
}

const ofRuns = (before: Share, during: Share): string =>
  `in ${during.count} of ${during.of} runs, before in ${before.count} of ${before.of}`;

function compared(before: Share, during: Share): Pick<PlaceTest, 'p' | 'shown'> {
  const isMore = during.count * before.of >= before.count * during.of;
  const count = isMore ? during.count : during.of - during.count;
  return { p: shareP(before, during), shown: { count, of: during.of } };
}

const tellMs = (values: readonly number[]): string => formatQuantity(median([...values]), 'ms');

/** In how many runs it took longer than in 95 % of those before. */
function longerIn(before: readonly number[], during: readonly number[]): Share {
  const usual = quantile([...before], 0.95);
  return { count: during.filter((value) => value > usual).length, of: during.length };
}
