import { z } from 'zod';
import { defineAnalysis, type RunView } from '@faultline/core';
import { baselines, enoughObservations, stepIndex, type Baselines } from '@faultline/facts';
import type { Block } from '@faultline/model';
import { metricData } from './metric-alarms.ts';
import { rateOptions } from './rate-options.ts';
import type { Alarm, Family } from './tests/hypothesis.ts';
import { runTests } from './tests/run-tests.ts';
import { named, unitOf } from './words.ts';
import { unitSchema } from '@faultline/model';

const unusualSchema = z.strictObject({
  stepId: z.string(),
  executionId: z.string(),
  metric: z.string(),
  unit: unitSchema,
  observed: z.number(),
  low: z.number(),
  high: z.number(),
  observations: z.int(),
  among: z.string(),
  pValue: z.number(),
  guarantee: z.enum(['exact', 'extrapolated']),
  isAlarm: z.boolean(),
});

const schema = z.strictObject({
  runs: z.int().describe('Earlier runs of the workflow.'),
  neededRuns: z.int().describe('How many it takes before anything is compared.'),
  families: z.int().describe('What was asked about: executions, steps, the run.'),
  tests: z.int().describe('All questions asked.'),
  rate: z.number(),
  exactAlarms: z.int(),
  extrapolatedAlarms: z.int(),
  shortSteps: z
    .array(z.strictObject({ stepId: z.string(), observations: z.int() }))
    .describe('Steps with too little history to compare their durations.'),
  mostUnusual: z.array(unusualSchema),
});

type Value = z.infer<typeof schema>;

/** What a run was compared with, and what was most unusual in it. */
export const comparisonSection = defineAnalysis({
  id: 'anomaly/comparison',
  description: 'What the run was compared with, how many tests that were, and what was most unusual.',
  chapter: 'anomalies',
  title: 'Compared with earlier runs',
  schema,
  options: rateOptions.extend({
    maxExecutions: z.int().positive().default(5).describe('The most executions to list.'),
  }),
  uses: { baselines },
  analyze(run, { learned, options }) {
    if (run.executionCount === 0) return undefined;
    const asked = runTests(run, learned.baselines);
    const alarms = asked.alarmsAt(options.rate);
    const exactAlarms = alarms.filter(({ alarmGuarantee }) => alarmGuarantee === 'exact').length;
    return {
      runs: learned.baselines.runsOf(run.workflowId),
      neededRuns: enoughObservations,
      families: asked.count,
      tests: asked.questions,
      rate: options.rate,
      exactAlarms,
      extrapolatedAlarms: alarms.length - exactAlarms,
      shortSteps: shortSteps(run, learned.baselines),
      mostUnusual: mostUnusual(asked.families, alarms, options.maxExecutions),
    };
  },
  present: (value) => [{ type: 'text', text: verdict(value) }, ...shortText(value), ...tableOf(value)],
});

function shortSteps(run: RunView, learned: Baselines): Value['shortSteps'] {
  return stepIndex(run).ids.flatMap((stepId) => {
    const observations = learned.of(run.workflowId, stepId, 'durationMs')?.count ?? 0;
    return observations < enoughObservations ? [{ stepId, observations }] : [];
  });
}

function mostUnusual(families: readonly Family[], alarms: readonly Alarm[], limit: number): Value['mostUnusual'] {
  const alarmed = new Set(
    alarms.flatMap((alarm) => (alarm.about === 'execution' ? [keyOf(alarm.execution.id, alarm.metric)] : [])),
  );
  return families
    .flatMap(({ hypotheses }) => leastLikely(hypotheses))
    .toSorted((a, b) => a.p - b.p)
    .slice(0, limit)
    .map((test) => {
      const { observed, low, high, earlier } = metricData(test);
      const { execution, metric, usual, p, guarantee } = test;
      return {
        stepId: execution.stepId,
        executionId: execution.id,
        metric,
        unit: unitOf(metric),
        observed,
        low,
        high,
        observations: earlier,
        among: usual.among,
        pValue: p,
        guarantee,
        isAlarm: alarmed.has(keyOf(execution.id, metric)),
      };
    });
}

const keyOf = (executionId: string, metric: string): string => JSON.stringify([executionId, metric]);

type ExecutionHypothesis = Extract<Family['hypotheses'][number], { readonly about: 'execution' }>;

/** The metric of an execution that is furthest out, if the family is one of an execution. */
function leastLikely(hypotheses: Family['hypotheses']): ExecutionHypothesis[] {
  let least: ExecutionHypothesis | undefined;
  for (const hypothesis of hypotheses) {
    if (hypothesis.about !== 'execution') return [];
    if (least === undefined || hypothesis.p / hypothesis.weight < least.p / least.weight) least = hypothesis;
  }
  return least === undefined ? [] : [least];
}

function verdict(value: Value): string {
  const { runs, neededRuns, tests, families, rate, exactAlarms, extrapolatedAlarms } = value;
  if (runs === 0)
    return 'There are no earlier runs to compare with. Learn from runs that went well: `faultline learn RUNS -o baseline.json`, then `--baseline baseline.json`.';
  if (runs < neededRuns)
    return `${runs === 1 ? 'There is 1 earlier run' : `There are ${runs} earlier runs`}, and ${neededRuns} are needed before anything is compared: \`faultline learn\` takes more.`;
  const count = exactAlarms + extrapolatedAlarms;
  const found =
    count === 0
      ? 'Nothing was unusual'
      : `${count} of them unusual: ${exactAlarms} exactly so, ${extrapolatedAlarms} by extrapolation`;
  return (
    `Compared with ${counted(runs, 'earlier run')}: ${counted(tests, 'question')} about ${counted(families, 'thing')}. ${found}. ` +
    `Of usual runs, ${Number((rate * 100).toPrecision(2))} % have an exact alarm at most.`
  );
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

function shortText({ runs, neededRuns, shortSteps: short }: Value): Block[] {
  const [first] = short;
  if (first === undefined || runs < neededRuns) return [];
  const one = `${first.observations} completed executions of "${first.stepId}", ${neededRuns} needed`;
  const others = short.slice(1).map(({ stepId }) => stepId);
  const rest = others.length === 0 ? '' : `; also for ${named(others)}`;
  return [{ type: 'text', text: `History is too short for some steps: ${one}${rest}.` }];
}

function tableOf({ mostUnusual: rows }: Value): Block[] {
  if (rows.length === 0) return [];
  return [
    {
      type: 'table',
      columns: ['Most unusual', 'Metric', 'Observed', '95 % from', 'to', 'n', 'p', 'Alarm'],
      rows: rows.map(({ stepId, metric, unit, observed, low, high, observations, pValue, guarantee, isAlarm }) => [
        stepId,
        metric,
        { value: observed, unit },
        { value: low, unit },
        { value: high, unit },
        { value: observations, unit: 'count' },
        { value: pValue, unit: 'count' },
        isAlarm ? guarantee : '-',
      ]),
    },
  ];
}
