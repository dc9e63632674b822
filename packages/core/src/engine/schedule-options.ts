import type { ScheduleOptions } from '@faultline/graph';
import type { EngineConfig } from './config.ts';

/** The schedule of a configuration, as graphs take it. `undefined`: as usual. */
export function scheduleOptionsFrom({ schedule }: Pick<EngineConfig, 'schedule'>): ScheduleOptions | undefined {
  const { overflow, overlapToleranceMs, overlapToleranceShare } = schedule;
  if (overlapToleranceShare !== undefined && overlapToleranceShare > 0)
    return { overflow, overlapTolerance: { shareOfParent: overlapToleranceShare } };
  if (overlapToleranceMs !== undefined && overlapToleranceMs > 0)
    return { overflow, overlapTolerance: { ns: Math.round(overlapToleranceMs * 1e6) } };
  return overflow === 'clip' ? undefined : { overflow };
}
