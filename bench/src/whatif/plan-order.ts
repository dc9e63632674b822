import type { Plan, PlannedStep } from './plan.ts';

/** What a step needs, what these need, and so on. */
export function allNeedsOf({ steps }: Plan, { needs }: PlannedStep): ReadonlySet<string> {
  const all = new Set(needs);
  // Dependencies come first in the list.
  for (const step of steps.toReversed()) if (all.has(step.id)) for (const need of step.needs) all.add(need);
  return all;
}

/** How many steps are under way at once if none waits for a worker and each takes its mean. */
export function mostAtOnce({ steps }: Plan): number {
  const endMs = new Map<string, number>();
  const changes: { atMs: number; by: number }[] = [];
  for (const { id, needs, meanMs } of steps) {
    const startMs = Math.max(0, ...needs.map((need) => endMs.get(need) ?? 0));
    endMs.set(id, startMs + meanMs);
    changes.push({ atMs: startMs, by: 1 }, { atMs: startMs + meanMs, by: -1 });
  }
  let underWay = 0;
  let most = 0;
  for (const { by } of changes.toSorted((a, b) => a.atMs - b.atMs || a.by - b.by))
    most = Math.max(most, (underWay += by));
  return most;
}
