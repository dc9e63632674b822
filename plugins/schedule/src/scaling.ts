import { z } from 'zod';
import type { RunView } from '@faultline/core';
import { stepIndex } from '@faultline/facts';
import { fact, retime, waits, weightsOf, type Weights } from '@faultline/graph';
import { peakDemand, replay } from '@faultline/simulator';
import { concurrency } from './concurrency.ts';
import { foremost } from './foremost.ts';
import { msOf } from './nanoseconds.ts';
import { resourceUse } from './resource-use.ts';
import { gainAtSpeed, gainWithout, stepGains } from './step-gains.ts';

/** How many times as much of a resource, or as fast a step. */
export const scales = [1, 2, 4, 8] as const;

/** What the makespan would be with more of something. */
export const scalingSchema = z.strictObject({
  what: z.enum(['resource', 'speed']),
  name: z.string().describe('The metric of the resource, "workers", or the id of the step that is made faster.'),
  makespanMs: z.array(z.number()).describe('At 1, 2, 4 and 8 times.'),
});

type Scaling = z.infer<typeof scalingSchema>;

/** Steps that are made faster: those with most time on the critical path. */
const MOST_STEPS = 3;

/**
 * Predicted makespans with 1, 2, 4 and 8 times each resource, and each of the three steps with most time on the path so
 * many times as fast. Resources: what waited although it was ready is taken to have waited for them, and is scheduled
 * anew; where nothing waited, more of them gain nothing, and there is no row. O((V + E) log V) for each.
 */
export const scaling = (run: RunView): Scaling[] => [...byResource(run), ...bySpeed(run)];

function byResource(run: RunView): Scaling[] {
  const weights = withoutWaits(run);
  if (weights === undefined) return [];
  const known = resourceUse(run).map(({ metric, demand, peak }) => ({
    name: metric,
    demand,
    capacity: peak * (1 + ROUNDING),
  }));
  // Where no resource is known, something kept more from running at once than ran.
  const pools =
    known.length > 0
      ? known
      : [{ name: 'workers', demand: workers(run), capacity: Math.max(1, concurrency(run).peak) }];
  const free = retime(run, weights);
  const needed = pools.map(({ demand }) => peakDemand(free.startNs, free.endNs, demand));
  return pools.map(({ name }, scaled) => {
    let untilNs = Infinity;
    const makespanMs = scales.map((scale) => {
      const scaledPools = pools.map((pool, at) =>
        at === scaled ? { ...pool, capacity: pool.capacity * scale } : pool,
      );
      // What is as short as with no limit at all stays so, with more.
      if (untilNs > free.untilNs) {
        const isEnough = scaledPools.every(({ capacity }, at) => capacity >= needed[at]!);
        untilNs = isEnough ? free.untilNs : replay(run, weights, scaledPools).untilNs;
      }
      return msOf(untilNs - run.fromNs);
    });
    return { what: 'resource', name, makespanMs };
  });
}

/** What was held at once fits, whatever the order in which its parts are added up. */
const ROUNDING = 1e-9;

/** The weights of the run without waits for anything but what was needed. `undefined`: there were none. */
const withoutWaits = fact((run: RunView): Weights | undefined => {
  const { blocker, isImplied, readyNs } = waits(run);
  let weights: Weights | undefined;
  for (let node = 0; node < run.executionCount; node++) {
    const isOwn = (blocker[node]! >= 0 && isImplied[node] === 0) || run.isPlanned[run.parent[node]! + 1] === 1;
    if (!isOwn || readyNs[node]! >= run.startNs[node]! || run.executions[node]!.attempt > 1) continue;
    weights ??= weightsOf(run);
    weights.delayNs[node] = 0;
  }
  return weights;
});

/** One for each execution that has no others work. */
function workers(run: RunView): Float64Array {
  const demand = new Float64Array(run.size).fill(1, 0, run.executionCount);
  for (let node = 0; node < run.executionCount; node++) if (run.parent[node]! >= 0) demand[run.parent[node]!] = 0;
  return demand;
}

function bySpeed(run: RunView): Scaling[] {
  const { onPathNs } = stepGains(run);
  const { ids } = stepIndex(run);
  const makespanNs = run.untilNs - run.fromNs;
  return foremost(ids.length, MOST_STEPS, (a, b) => onPathNs[b]! - onPathNs[a]!)
    .filter((step) => onPathNs[step]! > 0)
    .map((step) => ({
      what: 'speed',
      name: ids[step]!,
      makespanMs: gainsNs(run, step).map((ns) => msOf(makespanNs - ns)),
    }));
}

/** By scale. As soon as as much is gained as without the step, more speed gains no more. */
function gainsNs(run: RunView, step: number): number[] {
  const mostNs = gainWithout(run, step);
  let ns = 0;
  return scales.map((scale) => {
    if (scale > 1 && ns < mostNs) ns = gainAtSpeed(run, step, scale);
    return ns;
  });
}
