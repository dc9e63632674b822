import { z } from 'zod';
import { defineAnalysis, formatQuantity, type RunView } from '@faultline/core';
import { attemptChains, coverage, itemNumbers, itemText, outcomeOf, stepIndex } from '@faultline/facts';
import type { Block } from '@faultline/model';
import { foremost } from './foremost.ts';
import { msOf } from './nanoseconds.ts';
import { pathShares, pathSharesSchema } from './path-shares.ts';
import { qualified, timesOf, timesSchema } from './recorded-times.ts';
import { routeSchema, routeText, routeThrough } from './route.ts';
import { stepLevel } from './step-level.ts';

const listedSchema = <Row extends z.ZodType>(row: Row) => z.strictObject({ count: z.int(), first: z.array(row) });

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
  loops: listedSchema(z.strictObject({ stepId: z.string(), items: z.int(), executions: z.int() })).describe(
    'Steps that ran more than once for other reasons than a retry.',
  ),
  retries: listedSchema(
    z.strictObject({
      stepId: z.string(),
      item: z.int().describe('Which of its items, numbered in order of their first start. 0: there is only one.'),
      attempts: z.int(),
      outcome: z.string().describe('How the last of them ended.'),
    }),
  ),
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
      loops: loops(run, options.maxSteps),
      retries: listed(retries(run), options.maxSteps),
    };
  },
  present: (value) => [
    { type: 'text', text: verdict(value) },
    { type: 'facts', facts: factsOf(value) },
    ...tablesOf(value),
  ],
});

function listed<Row>(rows: Row[], limit: number): { count: number; first: Row[] } {
  return { count: rows.length, first: rows.length > limit ? rows.slice(0, limit) : rows };
}

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

function loops(run: RunView, limit: number): Value['loops'] {
  const { ids, stepOf } = stepIndex(run);
  const rounds = new Uint32Array(ids.length);
  for (let node = 0; node < run.executionCount; node++)
    if (run.executions[node]!.attempt === 1) rounds[stepOf[node]!]!++;
  const count = rounds.reduce((sum, executions) => sum + (executions > 1 ? 1 : 0), 0);
  const first = foremost(ids.length, Math.min(limit, count), (a, b) => rounds[b]! - rounds[a]!).map((step) => ({
    stepId: ids[step]!,
    items: new Set(run.executionsOf(ids[step]!).map(({ item }) => item)).size,
    executions: rounds[step]!,
  }));
  return { count, first };
}

function retries(run: RunView): Value['retries']['first'] {
  return attemptChains(run)
    .map(({ stepId, attempts }) => ({
      stepId,
      item: attempts[0] === undefined ? 0 : itemNumbers(run)[run.nodeOf(attempts[0])]!,
      attempts: attempts.length,
      outcome: attempts.at(-1)?.status ?? outcomeOf(run, stepId) ?? 'open',
    }))
    .toSorted((a, b) => b.attempts - a.attempts);
}

function verdict({ makespanMs, times, shares }: Value): string {
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

function factsOf({ idleShare, wastedMs: wasted, route, branches: { count, first } }: Value): Facts {
  const left = count > first.length ? ` and ${count - first.length} more` : '';
  return [
    { label: 'Path', value: routeText(route) },
    { label: 'Nothing ran', value: { value: idleShare, unit: 'share' } },
    ...(wasted > 0 ? [{ label: 'Failed attempts took', value: { value: wasted, unit: 'ms' as const } }] : []),
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

/** More would be read by nobody: the others are in the value. */
const MOST_ROWS = 5;

function tablesOf({ loops: repeated, retries: retried }: Value): Block[] {
  const tables: Block[] = [];
  if (repeated.count > 0)
    tables.push({
      type: 'table',
      columns: ['Repeated step', 'Executions', 'Items'],
      rows: repeated.first
        .slice(0, MOST_ROWS)
        .map(({ stepId, executions, items }) => [
          stepId,
          { value: executions, unit: 'count' },
          { value: items, unit: 'count' },
        ]),
    });
  if (retried.count > 0)
    tables.push({
      type: 'table',
      columns: ['Retried step', 'Attempts', 'Outcome'],
      rows: retried.first
        .slice(0, MOST_ROWS)
        .map(({ stepId, item, attempts, outcome }) => [
          itemText(stepId, item),
          { value: attempts, unit: 'count' },
          outcome,
        ]),
    });
  for (const [what, { count, first }] of Object.entries({ 'repeated steps': repeated, retries: retried })) {
    const left = count - Math.min(first.length, MOST_ROWS);
    if (left > 0) tables.push({ type: 'text', text: `And ${left} more ${what}.` });
  }
  return tables;
}
