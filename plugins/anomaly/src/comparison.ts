import { z } from 'zod';
import { defineAnalysis, hasTimes, quoted, type RunView } from '@faultline/core';
import { baselines, enoughObservations, stepIndex, unitOf, type Baselines } from '@faultline/facts';
import type { Block, StepExecution } from '@faultline/model';
import { ofWorkflow } from './history/of-workflow.ts';
import { metricData } from './metric-alarms.ts';
import { rateOptions } from './rate-options.ts';
import type { Alarm, Family } from './tests/hypothesis.ts';
import { runTests } from './tests/run-tests.ts';
import { isSlow } from './performance/slow-step.ts';
import { named } from './words.ts';
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
  workflowId: z.string(),
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
  steps: z.int().describe('Steps that ran.'),
  slowSteps: z.array(z.string()).describe('Those that took unusually long.'),
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
      workflowId: run.workflowId,
      runs: learned.baselines.runsOf(run.workflowId),
      neededRuns: enoughObservations,
      families: asked.count,
      tests: asked.questions,
      rate: options.rate,
      exactAlarms,
      extrapolatedAlarms: alarms.length - exactAlarms,
      shortSteps: shortSteps(run, learned.baselines),
      steps: stepIndex(run).ids.length,
      slowSteps: slowSteps(alarms),
      mostUnusual: mostUnusual(asked.families, alarms, options.maxExecutions),
    };
  },
  present: (value) => [{ type: 'text', text: verdict(value) }, ...shortText(value), ...tableOf(value)],
  sumUp: (value) => [
    ...slowTogether(value).map((text) => ({ topic: 'timing' as const, text })),
    ...notCompared(value).map((text) => ({ topic: 'unknown' as const, text })),
  ],
});

/** Steps that are slow by themselves are few: most of them at once have something in common. */
function slowTogether({ steps, slowSteps: slow }: Value): string[] {
  if (slow.length < fewestTogether || 2 * slow.length < steps) return [];
  return [
    `${slow.length} of ${steps} steps took unusually long: look first for what they share, be it a host, a service, the load or the day.`,
  ];
}

const fewestTogether = 3;

/** Silence about what could not be asked would be taken for an all-clear. */
function notCompared({ workflowId, runs, neededRuns, shortSteps: short }: Value): string[] {
  if (runs === 0) return [`Not compared: nothing was learned of ${quoted(workflowId)}.`];
  if (runs < neededRuns) return [`Not compared: ${counted(runs, 'earlier run')} of ${neededRuns} needed.`];
  if (short.length === 0) return [];
  return [`Durations not compared: of ${named(short.map(({ stepId }) => stepId))} fewer than ${neededRuns} are known.`];
}

function slowSteps(alarms: readonly Alarm[]): string[] {
  const slow = alarms.flatMap((alarm) =>
    alarm.about === 'execution' && isSlow(alarm) ? [alarm.execution.stepId] : [],
  );
  return [...new Set(slow)];
}

function shortSteps(run: RunView, learned: Baselines): Value['shortSteps'] {
  if (!hasTimes(run)) return [];
  const known = stepsWithEnough(learned, run.workflowId);
  return stepIndex(run).ids.flatMap((stepId) => {
    if (known.has(stepId)) return [];
    const observations = learned.of(run.workflowId, stepId, 'durationMs')?.count ?? 0;
    if (observations >= enoughObservations) known.add(stepId);
    return observations < enoughObservations ? [{ stepId, observations }] : [];
  });
}

/** Steps of which enough durations were learned, as far as they were asked about: mostly, these are all. */
const stepsWithEnough = ofWorkflow(() => new Set<string>());

function mostUnusual(families: readonly Family[], alarms: readonly Alarm[], limit: number): Value['mostUnusual'] {
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
        isAlarm: alarms.some((alarm) => isAbout(alarm, execution, metric)),
      };
    });
}

const isAbout = (alarm: Alarm, execution: StepExecution, metric: string): boolean =>
  alarm.about === 'execution' && alarm.execution === execution && alarm.metric === metric;

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
