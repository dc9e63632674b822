import { ForestScheduler, type Forest, type ForestSchedule } from './forest-scheduler.ts';

/** The schedules of all runs of one forest. Who has several forests keeps a `ForestScheduler`. */
export function forestSchedule(forest: Forest): ForestSchedule {
  return new ForestScheduler().schedule(forest);
}
