import { z } from 'zod';
import type { RunView } from '@faultline/core';
import { stepIndex } from '@faultline/facts';
import { waits } from '@faultline/graph';
import { edgeOrigins, type EdgeOrigin } from '@faultline/model';
import { foremost } from './foremost.ts';
import { msOf } from './nanoseconds.ts';

/** What the executions of a step waited for last, and how long they then took to start. */
export const lastResolverSchema = z.strictObject({
  stepId: z.string(),
  executions: z.int(),
  resolver: z
    .string()
    .nullable()
    .describe('The step that ended last of all it needed, most often so. null: it could start with its caller.'),
  resolved: z.int().describe('For how many of the executions it was the last.'),
  origin: z
    .enum(edgeOrigins)
    .nullable()
    .describe('How it is known that it was needed; "temporal": from time order only. null: there is no resolver.'),
  longestDelayMs: z.number().describe('The most that passed between being ready and being started.'),
  delayMs: z.number().describe('The same, added up over its executions.'),
});

type LastResolver = z.infer<typeof lastResolverSchema>;

/**
 * Steps by the time that passed between being ready and being started, most first; then in order of time.
 * O(V + E + S * limit) for S steps.
 */
export function lastResolvers(run: RunView, limit: number): { steps: LastResolver[]; left: number } {
  const { ids, stepOf } = stepIndex(run);
  const { blocker, readyNs } = waits(run);
  const origins = originOfBlocker(run);
  const executions = new Uint32Array(ids.length);
  const delayNs = new Float64Array(ids.length);
  const longestNs = new Float64Array(ids.length);
  for (let node = 0; node < run.executionCount; node++) {
    if (!hasBegun(run, node)) continue;
    const step = stepOf[node]!;
    executions[step]!++;
    const origin = origins[node];
    const isOwn = (origin !== undefined && origin !== 'temporal') || run.isPlanned[run.parent[node]! + 1] === 1;
    const ns = isOwn ? Math.max(0, run.startNs[node]! - readyNs[node]!) : 0;
    delayNs[step]! += ns;
    if (ns > longestNs[step]!) longestNs[step] = ns;
  }
  const begun = [...ids.keys()].filter((step) => executions[step]! > 0);
  const steps = foremost(begun.length, limit, (a, b) => delayNs[begun[b]!]! - delayNs[begun[a]!]!).map((place) => {
    const step = begun[place]!;
    const resolvers = new Map<number, Resolver>();
    for (const execution of run.executionsOf(ids[step]!)) {
      const node = run.nodeOf(execution);
      if (hasBegun(run, node)) count(resolvers, blocker[node]! < 0 ? -1 : stepOf[blocker[node]!]!, origins[node]);
    }
    const [resolver, { executions: resolved, origin }] = mostFrequent(resolvers);
    return {
      stepId: ids[step]!,
      executions: executions[step]!,
      resolver: resolver < 0 ? null : ids[resolver]!,
      resolved,
      origin: origin ?? null,
      longestDelayMs: msOf(longestNs[step]!),
      delayMs: msOf(delayNs[step]!),
    };
  });
  return { steps, left: begun.length - steps.length };
}

function hasBegun(run: RunView, node: number): boolean {
  const { status } = run.executions[node]!;
  return status !== 'skipped' && status !== 'pending';
}

interface Resolver {
  executions: number;
  origin: EdgeOrigin | undefined;
}

function count(resolvers: Map<number, Resolver>, step: number, origin: EdgeOrigin | undefined): void {
  const known = resolvers.get(step);
  if (known === undefined) resolvers.set(step, { executions: 1, origin });
  else known.executions++;
}

/** Of several the first. A step that began has at least one. */
function mostFrequent(resolvers: ReadonlyMap<number, Resolver>): readonly [number, Resolver] {
  let [most] = resolvers;
  for (const entry of resolvers) if (most === undefined || entry[1].executions > most[1].executions) most = entry;
  return most!;
}

/** By node: where the edge from its blocker is known from. Edges through a join have the origin of the join. */
function originOfBlocker(run: RunView): (EdgeOrigin | undefined)[] {
  const { blocker, isImplied } = waits(run);
  const origins = Array.from(blocker.subarray(0, run.executionCount), (before, node): EdgeOrigin | undefined =>
    before >= 0 && isImplied[node] === 1 ? 'temporal' : undefined,
  );
  for (let row = 0; row < run.edges.from.length; row++) {
    const [from, to] = [run.edges.from[row]!, run.edges.to[row]!];
    if (to >= run.executionCount || blocker[to]! < 0 || isImplied[to] === 1) continue;
    if (from === blocker[to]) origins[to] = run.dependencies[row]?.origin;
    else if (from >= run.executionCount) origins[to] ??= run.joins[from - run.executionCount]?.origin;
  }
  return origins;
}
