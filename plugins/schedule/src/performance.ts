import { z } from 'zod';
import { defineAnalysis, formatQuantity, hasTimes, quoted, type RunView, timesOf } from '@faultline/core';
import { baselines, runSample, type RunSample } from '@faultline/facts';
import { fact } from '@faultline/graph';
import type { Block, Cell } from '@faultline/model';
import { enoughRuns } from './criticality.ts';
import { msOf } from './nanoseconds.ts';
import { qualified, timesSchema } from './recorded-times.ts';
import { resourceEfficiency, resourceEfficiencySchema } from './resource-efficiency.ts';
import { scales, scaling, scalingSchema } from './scaling.ts';
import { stepFigures, stepFiguresSchema } from './step-figures.ts';

const schema = z.strictObject({
  makespanMs: z.number(),
  times: timesSchema,
  maxDurationMs: z.number().nullable().describe('What the definition allows. null: nothing is declared.'),
  earlier: z
    .strictObject({
      runs: z.int(),
      p50Ms: z.number(),
      p95Ms: z.number(),
      fasterShare: z.number().describe('Share of the earlier runs that took less time than this one.'),
    })
    .nullable()
    .describe('Makespans of earlier runs. null: fewer than twenty are known.'),
  steps: z.array(stepFiguresSchema).describe('Those first that took most beyond what is usual for them.'),
  stepsLeft: z.int(),
  resources: z.array(resourceEfficiencySchema),
  scaling: z.array(scalingSchema),
});

type Value = z.infer<typeof schema>;

/** How a run performed, against what is usual, what it asked for, and what more of each would make of it. */
export const performanceSection = defineAnalysis({
  id: 'schedule/performance',
  description:
    'Compares steps with what is usual and resources with what was asked for, and predicts what more would do.',
  chapter: 'performance',
  title: 'Performance',
  schema,
  options: z.strictObject({
    maxSteps: z.int().positive().default(10).describe('The most steps to list.'),
    maxStepsOfResource: z.int().positive().default(5).describe('The most steps to list for each resource.'),
  }),
  uses: { baselines, runs: runSample },
  analyze(run, { options, learned }) {
    if (!hasTimes(run)) return undefined;
    const { steps, left } = stepFigures(run, learned.baselines, options.maxSteps);
    if (steps.length === 0) return undefined;
    return {
      makespanMs: msOf(run.untilNs - run.fromNs),
      times: timesOf(run),
      maxDurationMs: run.definition?.successCriteria.maxDurationMs ?? null,
      earlier: earlierOf(learned.runs, run),
      steps,
      stepsLeft: left,
      resources: resourceEfficiency(run, options.maxStepsOfResource),
      scaling: scaling(run),
    };
  },
  present: (value) => [
    { type: 'text', text: verdict(value) },
    stepTable(value),
    { type: 'text', text: basisText(value) },
    ...resourceBlocks(value),
    ...scalingBlocks(value),
  ],
});

function earlierOf(sample: RunSample, run: RunView): Value['earlier'] {
  const runs = sample.runsOf(run.workflowId, run.definition, run.options);
  if (runs.length < enoughRuns) return null;
  const makespansMs = sortedMakespans(runs);
  const makespanMs = msOf(run.untilNs - run.fromNs);
  return {
    runs: runs.length,
    p50Ms: makespansMs[Math.ceil(0.5 * runs.length) - 1]!,
    p95Ms: makespansMs[Math.ceil(0.95 * runs.length) - 1]!,
    fasterShare: makespansMs.filter((ms) => ms < makespanMs).length / runs.length,
  };
}

const sortedMakespans = fact((runs: readonly RunView[]) =>
  Float64Array.from(runs, ({ fromNs, untilNs }) => msOf(untilNs - fromNs)).toSorted(),
);

function verdict({ makespanMs, times, maxDurationMs, earlier, steps }: Value): string {
  const allowed = maxDurationMs === null ? '' : ` of ${formatQuantity(maxDurationMs, 'ms')} allowed`;
  const longer = earlier === null ? '' : `, longer than ${shorterText(earlier)}`;
  const slow = steps.find(isSlow);
  const isKnown = steps.some(({ ratio }) => ratio !== undefined);
  let sentence = 'No step took longer than is usual for it.';
  if (slow !== undefined) sentence = slowText(slow);
  else if (!isKnown) sentence = 'What is usual is not known: neither learned nor declared.';
  return qualified(`${formatQuantity(makespanMs, 'ms')}${allowed}${longer}. ${sentence}`, times);
}

function shorterText({ runs, fasterShare }: NonNullable<Value['earlier']>): string {
  if (fasterShare === 0) return `none of ${runs} earlier runs`;
  if (fasterShare === 1) return `each of ${runs} earlier runs`;
  return `${formatQuantity(fasterShare, 'share')} of ${runs} earlier runs`;
}

type StepFigures = Value['steps'][number];

/** Without a 95th percentile: this many times what is usual. */
const SLOW_RATIO = 1.5;

function isSlow({ longestMs, expected, ratio }: StepFigures): boolean {
  if (ratio === undefined || expected === undefined) return false;
  return expected.p95Ms === null ? ratio > SLOW_RATIO : longestMs > expected.p95Ms;
}

function slowText({ stepId, longestMs, expected }: StepFigures): string {
  const { p50Ms, p95Ms, basis } = expected ?? {};
  const [figure, known] = p95Ms == null ? ['usual', p50Ms] : ['95th percentile', p95Ms];
  return `${quoted(stepId)} took ${formatQuantity(longestMs, 'ms')}; its ${basis} ${figure} is ${formatQuantity(known ?? 0, 'ms')}.`;
}

const cellOf = (value: number | null | undefined, unit: Exclude<Cell, string>['unit']): Cell =>
  value == null ? '' : { value, unit };

function stepTable({ steps }: Value): Block {
  const isKnown = steps.some(({ expected }) => expected !== undefined);
  return {
    type: 'table',
    columns: ['Step', 'Ran', 'Total', 'Longest', ...(isKnown ? ['Usual', 'p95', 'Of usual'] : [])],
    rows: steps.map(({ stepId, executions, failed, totalMs, longestMs, expected, ratio }) => {
      const ran = failed === 0 ? `${executions}` : `${executions} (${failed} failed)`;
      const took: Cell[] = [stepId, ran, { value: totalMs, unit: 'ms' }, { value: longestMs, unit: 'ms' }];
      if (!isKnown) return took;
      return [...took, cellOf(expected?.p50Ms, 'ms'), cellOf(expected?.p95Ms, 'ms'), cellOf(ratio, 'ratio')];
    }),
  };
}

function basisText({ steps, stepsLeft }: Value): string {
  const bases = [...new Set(steps.flatMap(({ expected }) => expected?.basis ?? []))].toSorted().join(' or ');
  const usual = bases === '' ? 'What is usual is not known.' : `What is usual is ${bases}.`;
  return `${usual}${leftText(stepsLeft)}`;
}

const leftText = (left: number): string =>
  left === 0 ? '' : ` ${left} more ${left === 1 ? 'step is' : 'steps are'} not listed.`;

function resourceBlocks({ resources }: Value): Block[] {
  return resources.flatMap(({ metric, unit, peak, usedShare, steps, left }) => {
    const used = usedShare === null ? '' : `; ${formatQuantity(usedShare, 'share')} of what was asked for was used`;
    return [
      { type: 'text', text: `${metric}: at most ${formatQuantity(peak, unit)} at once${used}.${leftText(left)}` },
      {
        type: 'table',
        columns: ['Step', 'Asked for', 'Used', 'Of it'],
        rows: steps.map((step) => [
          step.stepId,
          cellOf(step.requested, unit),
          cellOf(step.used, unit),
          cellOf(step.usedShare, 'share'),
        ]),
      },
    ];
  });
}

function scalingBlocks({ scaling: rows }: Value): Block[] {
  const [changing, constant] = [rows.filter(changes), rows.filter((row) => !changes(row))];
  const blocks: Block[] = [];
  if (changing.length > 0)
    blocks.push({
      type: 'table',
      columns: ['Makespan with', ...scales.map((scale) => `${scale}x`)],
      rows: changing.map(({ what, name, makespanMs }) => [
        what === 'resource' ? `more ${name}` : `faster ${name}`,
        ...makespanMs.map((value) => ({ value, unit: 'ms' as const })),
      ]),
    });
  if (constant.length > 0) blocks.push({ type: 'text', text: inVainText(constant) });
  return blocks;
}

/** Whether a person would see a difference. */
const changes = ({ makespanMs: [first = 0, ...others] }: Value['scaling'][number]): boolean =>
  others.some((ms) => formatQuantity(ms, 'ms') !== formatQuantity(first, 'ms'));

/** `More workers would not end the run sooner, nor would a faster "mail".` */
function inVainText(rows: Value['scaling']): string {
  const resources = rows.filter(({ what }) => what === 'resource').map(({ name }) => name);
  const steps = rows.filter(({ what }) => what === 'speed').map(({ name }) => quoted(name));
  const more = resources.length === 0 ? [] : [`more ${resources.join(' or ')}`];
  const faster = steps.length === 0 ? [] : [`a faster ${steps.join(' or ')}`];
  const [first = '', second] = [...more, ...faster];
  const rest = second === undefined ? '' : `, nor would ${second}`;
  return `${first.slice(0, 1).toUpperCase()}${first.slice(1)} would not end the run noticeably sooner${rest}.`;
}
