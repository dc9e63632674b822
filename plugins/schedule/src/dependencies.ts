import { z } from 'zod';
import { defineAnalysis, formatQuantity, quoted, type RunView, timesOf } from '@faultline/core';
import { undeclaredFlows } from '@faultline/facts';
import type { Block } from '@faultline/model';
import { lastResolvers, lastResolverSchema } from './last-resolvers.ts';
import { qualified, timesSchema } from './recorded-times.ts';
import { troubledDependencies, troubledDependencySchema } from './troubled-dependencies.ts';
import { unusedDependencies } from './unused-dependencies.ts';

const pairSchema = z.strictObject({ from: z.string(), to: z.string() });

const schema = z.strictObject({
  times: timesSchema,
  steps: z.array(lastResolverSchema).describe('Those first that took longest to start once they were ready.'),
  stepsLeft: z.int(),
  troubled: z.array(troubledDependencySchema).describe('Dependencies that failed or were never resolved.'),
  troubledCount: z.int(),
  unused: z
    .array(
      pairSchema.extend({
        isMissing: z.boolean().describe('Whether the definition names what should have gone over it.'),
      }),
    )
    .describe('Declared dependencies on data over which none went.'),
  unusedCount: z.int(),
  undeclared: z
    .array(
      pairSchema.extend({
        executions: z.int(),
        isOrdered: z.boolean().describe('Whether the definition orders the two all the same, by way of others.'),
      }),
    )
    .describe('Data that went between steps without a declared dependency.'),
  undeclaredCount: z.int(),
});

type Value = z.infer<typeof schema>;

/** Who waited for whom, how the dependencies were resolved, and where they differ from the data. */
export const dependenciesSection = defineAnalysis({
  id: 'schedule/dependencies',
  description: 'Names what each step waited for last, what was not resolved, and where edges and data differ.',
  chapter: 'dependencies',
  title: 'Dependencies',
  schema,
  options: z.strictObject({
    maxSteps: z.int().positive().default(10).describe('The most steps and dependencies to list, each.'),
  }),
  analyze(run, { options }) {
    if (!isTold(run)) return undefined;
    const limit = options.maxSteps;
    const { steps, left } = lastResolvers(run, limit);
    const [troubled, unused, undeclared] = [troubledDependencies(run), unusedDependencies(run), undeclaredFlows(run)];
    return {
      times: timesOf(run),
      steps,
      stepsLeft: left,
      troubled: troubled.slice(0, limit),
      troubledCount: troubled.length,
      unused: unused.slice(0, limit),
      unusedCount: unused.length,
      undeclared: undeclared.slice(0, limit),
      undeclaredCount: undeclared.length,
    };
  },
  present: (value) => [{ type: 'text', text: verdict(value) }, ...resolverBlocks(value), ...listBlocks(value)],
});

/** Whether somebody declared or recorded who needs whom: time order alone is no dependency. */
const isTold = (run: RunView): boolean =>
  run.executionCount > 0 &&
  (run.dependencies.length > 0 ||
    run.joins.length > 0 ||
    (run.definition?.steps ?? []).some(({ dependencies }) => dependencies.length > 0) ||
    run.executions.some(({ dependenciesFailed = [] }) => dependenciesFailed.length > 0));

function verdict({ times, steps, troubledCount, troubled: [first], unusedCount, undeclaredCount }: Value): string {
  const [late] = steps;
  const resolved =
    first === undefined
      ? 'Every dependency was resolved.'
      : `${counted(troubledCount, 'dependency', 'dependencies')} not resolved; ${quoted(first.stepId)} needed ${quoted(first.on)} (${first.trouble}).`;
  const started =
    late === undefined || late.delayMs === 0
      ? ''
      : ` ${quoted(late.stepId)} was ready ${formatQuantity(late.longestDelayMs, 'ms')} before it started.`;
  const differ = [
    ...(unusedCount > 0
      ? [`no data went over ${counted(unusedCount, 'declared dependency', 'declared dependencies')}`]
      : []),
    ...(undeclaredCount > 0
      ? [`${counted(undeclaredCount, 'flow')} of data ${undeclaredCount === 1 ? 'is' : 'are'} not declared`]
      : []),
  ].join(', ');
  const sentence = differ === '' ? '' : ` ${differ[0]!.toUpperCase()}${differ.slice(1)}.`;
  return qualified(resolved + started + sentence, times);
}

const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

function resolverBlocks({ times, steps, stepsLeft }: Value): Block[] {
  const isTimed = times !== 'order';
  return [
    {
      type: 'table',
      columns: ['Step', 'Waited last for', 'In', 'Known from', ...(isTimed ? ['Longest delay'] : [])],
      rows: steps.map(({ stepId, executions, resolver, resolved, origin, longestDelayMs }) => [
        stepId,
        resolver ?? '(its caller)',
        `${resolved} of ${executions}`,
        origin ?? '',
        ...(isTimed ? [longestDelayMs === 0 ? '' : ({ value: longestDelayMs, unit: 'ms' } as const)] : []),
      ]),
    },
    ...(stepsLeft > 0 ? [{ type: 'text' as const, text: `And ${counted(stepsLeft, 'more step')}.` }] : []),
  ];
}

function listBlocks(value: Value): Block[] {
  const { troubled, troubledCount, unused, unusedCount, undeclared, undeclaredCount } = value;
  const blocks: Block[] = [];
  if (troubledCount > 0)
    blocks.push({
      type: 'table',
      columns: ['Step', 'Needed', 'Which', 'Ran all the same'],
      rows: troubled.map(({ stepId, on, trouble, executions }) => [
        stepId,
        on,
        trouble,
        executions === 0 ? 'no' : { value: executions, unit: 'count' },
      ]),
    });
  if (unusedCount > 0) blocks.push(pairsText('No data went over', unused, unusedCount));
  if (undeclaredCount > 0) blocks.push(pairsText('Data went undeclared over', undeclared, undeclaredCount));
  return blocks;
}

function pairsText(
  what: string,
  pairs: readonly { readonly from: string; readonly to: string }[],
  count: number,
): Block {
  const left = count > pairs.length ? `, and ${count - pairs.length} more` : '';
  return {
    type: 'text',
    text: `${what} ${pairs.map(({ from, to }) => `${quoted(from)} > ${quoted(to)}`).join(', ')}${left}.`,
  };
}
