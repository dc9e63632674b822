import { quoted } from '@faultline/core';
import type { Way } from './attempt-ways.ts';
import { mayPass } from './failure-kinds.ts';
import type { Belief } from './figures.ts';
import { conductToday, waysWith, type Propose } from './measure.ts';
import type { Settings } from './settings.ts';
import type { StudiedPoint } from './studied-point.ts';

/** So often one run must have followed another in failing, where one run alone does not show it. */
const oftenInARow = 0.3;

/**
 * Failing at once while a service is down: where failures come in rows. M. Nygard, "Release It!" (2007), chapter 5.
 *
 * With n failures in a row it opens, which are the attempts of r = ceil(n / attempts) runs. If the next run fails too with
 * probability q, the share q^r of all failing runs finds it open and fails in no time; of each outage no more than r runs
 * wait in full. The attempts that find out whether the service is back are not counted.
 */
export const breaker: Propose = (point, settings) => {
  const { failureType, failedAttempts, record, kind } = point;
  if (failureType === undefined || kind === 'output' || kind === 'slow') return { appliesNot: 'it did not fail' };
  if (!mayPass(failureType)) return { appliesNot: `${quoted(failureType)} is no failure of a service that is down` };
  const { failsNextRun } = record;
  const isInARow = failsNextRun.observed > 0 && failsNextRun.expected >= oftenInARow;
  if (failedAttempts < settings.openAfter && !isInARow)
    return { appliesNot: `it did not fail ${settings.openAfter} times in a row` };
  return {
    because:
      failedAttempts >= settings.openAfter
        ? `it failed ${failedAttempts} times in a row`
        : 'runs in which it fails follow each other',
    assumes: undefined,
    figures: { openAfter: settings.openAfter },
    ways: broken(point, settings),
  };
};

function broken(point: StudiedPoint, { openAfter }: Settings): ReturnType<typeof waysWith> {
  const today = conductToday(point);
  const waysOf = waysWith(point, { ...today, attempts: Math.min(today.attempts, openAfter) });
  return (belief, drawOf) =>
    waysOf(belief, drawOf).flatMap((way): Way[] => {
      if (way.end === 'delivered') return [way];
      const open = way.probability * openShare(belief, openAfter, today.attempts);
      return [
        { ...way, probability: way.probability - open },
        { ...way, probability: open, tookMs: 0 },
      ];
    });
}

/** Of the runs in which the step fails, those that find the breaker open. */
export const openShare = (
  { failsNextRun }: Pick<Belief, 'failsNextRun'>,
  openAfter: number,
  attempts: number,
): number => failsNextRun ** Math.ceil(openAfter / attempts);
