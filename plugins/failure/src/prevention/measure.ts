import { attemptWays, type Conduct, type Way } from './attempt-ways.ts';
import type { WaysOf } from './figures.ts';
import type { Settings } from './settings.ts';
import { slowWays } from './slow-ways.ts';
import type { StudiedPoint } from './studied-point.ts';

/** The kinds of measures, in the order in which they are listed. */
export const measureKinds = ['retry', 'timeout', 'fallback', 'gate', 'breaker', 'redundancy'] as const;
/** What can be done against failures. */
export type MeasureKind = (typeof measureKinds)[number];

/** Something to do at a weak point, or why it is nothing to do there. */
type Measure = ApplicableMeasure | { readonly appliesNot: string };

/** Something to do at a weak point. */
export interface ApplicableMeasure {
  /** Why here, as the end of a sentence: `its failures pass`. */
  readonly because: string;
  /** What the figures take for granted, as the end of a sentence: `if attempts fail independently`. */
  readonly assumes: string | undefined;
  /** In numbers, for the message. */
  readonly figures: Readonly<Record<string, number>>;
  /** How the step is then called. */
  readonly ways: WaysOf;
}

/** Looks at a weak point for one kind of measure. */
export type Propose = (point: StudiedPoint, settings: Settings) => Measure;

/** How a step is called today. */
export function conductToday({ record }: StudiedPoint): Conduct {
  return { attempts: record.attempts, pauseMs: record.pauseMs ?? 0, timeoutMs: Infinity, hedgeMs: Infinity };
}

/** The ways in which calling a step goes, if it is called so. What happens at an unwatched point is not noticed. */
export function waysWith(point: StudiedPoint, conduct: Conduct): WaysOf {
  if (point.kind === 'slow') return slowWays.today;
  if (point.kind === 'output')
    return ({ fails }, drawOf) => {
      const tookMs = drawOf(0).completesMs;
      return [
        { probability: 1 - fails, tookMs, end: 'delivered' },
        { probability: fails, tookMs, end: 'spoiled' },
      ];
    };
  const ways: WaysOf = (belief, drawOf) => attemptWays(conduct, belief, drawOf);
  return point.kind === 'swallowed' ? ending(ways, 'failed', 'spoiled') : ways;
}

/** The same ways, with one end turned into another. */
export function ending(waysOf: WaysOf, from: Way['end'], to: Way['end']): WaysOf {
  return (belief, drawOf) => waysOf(belief, drawOf).map((way) => (way.end === from ? { ...way, end: to } : way));
}
