import type { Alarm } from './hypothesis.ts';

/** Steps that were tried, or ran, unusually often: what the whole run took more time or tokens for is told by these. */
export const repeatedSteps = (alarms: readonly Alarm[]): string[] => [
  ...new Set(
    alarms.flatMap((alarm) => {
      if (alarm.about === 'retries') return [alarm.stepId];
      if (alarm.about !== 'steps') return [];
      return alarm.kinds
        .filter(({ sort, p }) => sort === 'rounds' && p <= alarm.level)
        .flatMap(({ stepIds }) => stepIds);
    }),
  ),
];
