import type { Edit } from '@faultline/simulator';
import { allNeedsOf, mostAtOnce } from './plan-order.ts';
import type { Plan, PlannedStep } from './plan.ts';

/** One change, as an edit to be predicted and as a plan to be executed. */
export interface Change {
  readonly edit: Edit;
  readonly plan: Plan;
}

/** The kinds of changes that are tried, in turn. Some make the workflow slower: those must be predicted as well. */
export const changeKinds = [
  'scale',
  'replace',
  'cache',
  'drop-edge',
  'add-edge',
  'pool',
  'resources',
  'retries',
] as const;

/**
 * A change of a kind to some step or edge; `undefined` where the workflow has nothing of the kind to change. Those that do
 * nothing by the shape of the workflow are not asked about: whatever is predicted of them, only luck would rank them. They
 * are an edge between steps of which one waits for the other in another way, and a pool with room for all that can be
 * under way at once.
 */
export function changed(plan: Plan, kind: (typeof changeKinds)[number], random: () => number): Change | undefined {
  const some = <Item>(items: readonly Item[]): Item | undefined => items[Math.floor(random() * items.length)];
  const withStep = (step: PlannedStep): Plan => ({
    ...plan,
    steps: plan.steps.map((one) => (one.id === step.id ? step : one)),
  });
  // The longest of three: who asks what a change would gain asks about steps that take long.
  const step = longestOf([some(plan.steps), some(plan.steps), some(plan.steps)]);
  if (step === undefined) return undefined;
  const stepId = step.id;
  switch (kind) {
    case 'scale': {
      const factor = some([0.1, 0.4, 0.7, 2]) ?? 1;
      return { edit: { kind, stepId, factor }, plan: withStep({ ...step, factor }) };
    }
    case 'replace': {
      const durationMs = 1 + Math.floor(random() * 40);
      return { edit: { kind, stepId, durationMs }, plan: withStep({ ...step, fixedMs: durationMs }) };
    }
    case 'cache': {
      const cache = { hitRate: 0.4 + 0.5 * random(), hitCostMs: 1 };
      return { edit: { kind, stepId, ...cache }, plan: withStep({ ...step, cache }) };
    }
    case 'drop-edge': {
      const to = some(plan.steps.filter(({ needs }) => needs.length > 0));
      const from = to === undefined ? undefined : some(to.needs.filter((need) => !isImplied(plan, to, need)));
      if (to === undefined || from === undefined) return undefined;
      const needs = to.needs.filter((need) => need !== from);
      return { edit: { kind, from, to: to.id }, plan: withStep({ ...to, needs }) };
    }
    case 'add-edge': {
      const at = 1 + Math.floor(random() * (plan.steps.length - 1));
      const to = plan.steps[at];
      const from =
        to === undefined ? undefined : some(plan.steps.slice(0, at).filter(({ id }) => !allNeedsOf(plan, to).has(id)));
      if (to === undefined || from === undefined) return undefined;
      return { edit: { kind, from: from.id, to: to.id }, plan: withStep({ ...to, needs: [...to.needs, from.id] }) };
    }
    case 'pool': {
      const capacity = some(
        [1, plan.workers - 1, plan.workers + 1, plan.workers * 2].filter(
          (n) => n !== plan.workers && n > 0 && Math.min(n, plan.workers) < mostAtOnce(plan),
        ),
      );
      if (capacity === undefined) return undefined;
      return { edit: { kind, resource: 'workers', capacity }, plan: { ...plan, workers: capacity } };
    }
    case 'resources': {
      if (plan.workers >= mostAtOnce(plan)) return undefined;
      const workers = random() < 0.5 ? 0 : 2;
      return { edit: { kind, stepId, requirements: { workers } }, plan: withStep({ ...step, workers }) };
    }
    case 'retries': {
      const flaky = some(plan.steps.filter(({ failureRate }) => failureRate > 0));
      if (flaky === undefined) return undefined;
      const backoffMs = some([0, 25]) ?? 0;
      return {
        edit: { kind, stepId: flaky.id, maxAttempts: mostAttempts, backoffMs },
        plan: withStep({ ...flaky, backoffMs }),
      };
    }
  }
}

/** Whether another step that it needs needs it as well. */
function isImplied(plan: Plan, { needs }: PlannedStep, need: string): boolean {
  return plan.steps.some((other) => needs.includes(other.id) && allNeedsOf(plan, other).has(need));
}

function longestOf(steps: readonly (PlannedStep | undefined)[]): PlannedStep | undefined {
  return steps.reduce((longest, step) => (Number(step?.meanMs) > Number(longest?.meanMs) ? step : longest));
}

/** The last of them never fails. */
export const mostAttempts = 3;
