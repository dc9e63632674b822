import { z } from 'zod';
import { defineAnalysis, formatQuantity, type RunView, timesOf } from '@faultline/core';
import { coverage } from '@faultline/facts';
import type { Block } from '@faultline/model';
import { listed, listedSchema } from './listed.ts';
import { msOf } from './nanoseconds.ts';
import { pathShares, pathSharesSchema } from './path-shares.ts';
import { qualified, timesSchema } from './recorded-times.ts';
import { repeatedSteps, repeatedStepsSchema, repeatedStepTables } from './repeated-steps.ts';
import { routeSchema, routeText, routeThrough } from './route.ts';
import { stepLevel } from './step-level.ts';

const schema = z.strictObject({
  makespanMs: z.number(),
  times: timesSchema,
  shares: pathSharesSchema.describe('What the makespan went to, along the critical path. They add up to 1.'),
  idleShare: z.number().describe('Share of the makespan in which nothing ran.'),
  wastedMs: z.number().describe('Time of failed attempts, on the critical path or not.'),
  route: routeSchema.describe('The steps in order of their start.'),
  branches: listedSchema(z.strictObject({ stepId: z.string(), outcome: z.enum(['skipped', 'not taken']) })).describe(
    'Defined steps that the run did without.',
  ),
  ...repeatedStepsSchema.shape,
});

type Value = z.infer<typeof schema>;

/** How a run went through its steps, and how much of its time was work. */
export const flowSection = defineAnalysis({
  id: 'schedule/flow',
  description: 'Says how the run went through its steps and what its time went to: work, waiting, retries, failures.',
  chapter: 'flow',
  title: 'Flow',
  schema,
  options: z.strictObject({
    maxSteps: z.int().positive().default(10).describe('The most branches, loops and retries to list, each.'),
  }),
  analyze(run, { options }) {
    if (run.executionCount === 0) return undefined;
    const makespanMs = msOf(run.untilNs - run.fromNs);
    const { uncoveredMs } = coverage(run);
    return {
      makespanMs,
      times: timesOf(run),
      shares: pathShares(run),
      idleShare: makespanMs > 0 ? uncoveredMs / makespanMs : 0,
      wastedMs: wastedMs(run),
      route: routeThrough(startedSteps(run)),
      branches: listed(branchesLeftOut(run), options.maxSteps),
      ...repeatedSteps(run, options.maxSteps),
    };
  },
  present: (value) => [
    { type: 'text', text: verdict(value) },
    { type: 'facts', facts: factsOf(value) },
    ...repeatedStepTables(value),
  ],
});

function wastedMs(run: RunView): number {
  let ns = 0;
  for (const execution of run.failed) {
    const node = run.nodeOf(execution);
    // What ended before it started took no time.
    ns += Math.max(0, run.endNs[node]! - run.startNs[node]!);
  }
  return msOf(ns);
}

/** Step ids in order of time, of what stands on the level of the steps: callers, not what they called. */
function startedSteps(run: RunView): string[] {
  const stepIds: string[] = [];
  const owner = stepLevel(run);
  for (let node = 0; node < run.executionCount; node++) {
    if (owner[node] !== node) continue;
    const { stepId, status } = run.executions[node]!;
    if (status !== 'skipped' && status !== 'pending') stepIds.push(stepId);
  }
  return stepIds;
}

function branchesLeftOut(run: RunView): Value['branches']['first'] {
  const branches: Value['branches']['first'] = [];
  for (const { id } of run.definition?.steps ?? []) {
    const executions = run.executionsOf(id);
    if (executions.length === 0) branches.push({ stepId: id, outcome: 'not taken' });
    else if (executions.every(({ status }) => status === 'skipped')) branches.push({ stepId: id, outcome: 'skipped' });
  }
  return branches;
}

function verdict({ makespanMs, times, shares }: Value): string {
  if (times === 'order') return 'Only the order was recorded: how long anything took is not known.';
  if (makespanMs === 0) return qualified('The run took no time.', times);
  const losses = Object.entries({
    'in callers, outside of what they called': shares.callers,
    waiting: shares.waiting,
    'spent on retries': shares.retries,
    'spent on what failed': shares.failed,
    unexplained: shares.unexplained,
  })
    .filter(([, share]) => share >= LEAST_SHARE)
    .toSorted(([, a], [, b]) => b - a)
    .map(([what, share]) => `${formatQuantity(share, 'share')} ${what}`);
  const work = `${formatQuantity(shares.work, 'share')} of the ${formatQuantity(makespanMs, 'ms')} were work`;
  return qualified(losses.length === 0 ? `${work}.` : `${work}, ${losses.join(', ')}.`, times);
}

/** Less would be shown as nothing. */
const LEAST_SHARE = 0.0005;

type Facts = Extract<Block, { type: 'facts' }>['facts'];

function factsOf({ times, idleShare, wastedMs: wasted, route, branches: { count, first } }: Value): Facts {
  const left = count > first.length ? ` and ${count - first.length} more` : '';
  const idle = { label: 'Nothing ran', value: { value: idleShare, unit: 'share' } } as const;
  const lost = { label: 'Failed attempts took', value: { value: wasted, unit: 'ms' } } as const;
  const timed = [idle, ...(wasted > 0 ? [lost] : [])];
  return [
    { label: 'Path', value: routeText(route) },
    ...(times === 'order' ? [] : timed),
    ...(count > 0
      ? [
          {
            label: 'Done without',
            value: first.map(({ stepId, outcome }) => `${stepId} (${outcome})`).join(', ') + left,
          },
        ]
      : []),
  ];
}
