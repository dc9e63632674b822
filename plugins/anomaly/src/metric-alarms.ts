import { firstPlaces, measured, type RunView } from '@faultline/core';
import { unitOf, type Baselines, type MetricTest } from '@faultline/facts';
import { fact } from '@faultline/graph';
import type { Evidence, StepExecution } from '@faultline/model';
import type { Distribution } from '@faultline/stats';
import type { Alarm } from './tests/hypothesis.ts';
import { runTests } from './tests/run-tests.ts';
import type { Chances } from './words.ts';

/** An alarm about a metric of an execution. */
type ExecutionAlarm = Extract<Alarm, { readonly about: 'execution' }>;

/** The alarms of one step that one rule reports: together. */
export interface StepAlarms {
  readonly stepId: string;
  /** The most unusual one. */
  readonly worst: ExecutionAlarm;
  /** The executions, as many as a finding keeps. */
  readonly at: readonly StepExecution[];
  readonly count: number;
}

/** The alarms about metrics of executions that a rule wants, one group for each step. */
export function stepAlarms(
  run: RunView,
  learned: Baselines,
  rate: number,
  isWanted: (test: MetricTest) => boolean,
): StepAlarms[] {
  const wanted = runTests(run, learned)
    .alarmsAt(rate)
    .filter((alarm) => alarm.about === 'execution')
    .filter(isWanted);
  return [...Map.groupBy(wanted, ({ execution }) => execution.stepId)].map(([stepId, alarms]) => {
    const worst = alarms.reduce((one, other) => (isWorse(other, one) ? other : one));
    const executions = [...new Set(alarms.map(({ execution }) => execution))];
    return { stepId, worst, at: firstPlaces(executions), count: executions.length };
  });
}

/** The less likely, then the one further out, because tails end at what can be told. */
function isWorse(one: ExecutionAlarm, other: ExecutionAlarm): boolean {
  if (one.pValue !== other.pValue) return one.pValue < other.pValue;
  return one.direction === 'high' ? one.value > other.value : one.value < other.value;
}

/** What every finding about a metric says of it: what was observed, and what is usual. */
export function metricData({ value, usual: { distribution, among } }: MetricTest) {
  return {
    observed: value,
    ...usualRange(distribution),
    among: among === '' ? '' : ` with ${among}`,
  };
}

/** Runs ask for the same ones: quantiles are sought once. */
const usualRange = fact(({ quantile, count }: Distribution) => ({
  low: quantile(0.025),
  high: quantile(0.975),
  earlier: count,
}));

/** The chances of a finding, for programs. */
export const chancesOf = ({ pValue, qValue, alarmGuarantee }: Chances) => ({
  pValue,
  qValue,
  guarantee: alarmGuarantee,
});

/** What a finding about a metric rests on. */
export function metricEvidence(
  { metric, value, usual: { distribution }, pValue, alarmGuarantee }: MetricTest & Chances,
  execution?: StepExecution,
): readonly Evidence[] {
  const unit = unitOf(metric);
  return [
    measured(metric, value, unit, execution),
    {
      type: 'expected',
      metric,
      p50: distribution.quantile(0.5),
      p95: distribution.quantile(0.95),
      low: distribution.quantile(0.025),
      high: distribution.quantile(0.975),
      unit,
      basis: 'learned',
      observations: distribution.count,
      pValue,
      guarantee: alarmGuarantee,
    },
  ];
}

/** How many more executions of the step were as unusual, in words. */
export const moreText = (count: number): string => (count > 1 ? `, the worst of ${count} executions` : '');
