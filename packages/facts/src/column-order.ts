/**
 * How many metrics of a step, or of the runs of a workflow, are learned. Names are an open list: where each run brings
 * another (`score.<id>`), what is learned must not grow with them.
 */
export const mostColumns = 32;

/**
 * The order of metrics: what is measured of every execution and run first, then names with fewer digits, then by the name.
 * Of too many the last give way, so these are the ones that matter least: names without end mostly hold a number.
 *
 * One that stays is among the first of every part of the history that has it. So it never gave way there, its values are
 * all there, and what is left does not depend on the order in which metrics came.
 *
 *     durationMs, waitMs, costUsd, p95Ms, score.17, score.4031
 */
export function compareColumns(a: string, b: string): number {
  const byRank = rankOf(a) - rankOf(b);
  if (byRank !== 0) return byRank;
  return a < b ? -1 : Number(a > b);
}

const rankOf = (metric: string): number => (measured.has(metric) ? -1 : metric.replaceAll(/\D/g, '').length);

const measured = new Set(['durationMs', 'waitMs', 'selfMs', 'workMs', 'executions', 'steps', 'retries', 'failures']);
