import type { RunView } from '@faultline/core';
import {
  enoughObservations,
  metricTests,
  type Baselines,
  type ComparedMetrics,
  type WorkflowShape,
} from '@faultline/facts';
import { factBy } from '@faultline/graph';
import { alarmsIn } from './alarms.ts';
import type { Alarm, Family, FamilyGroup, Hypothesis } from './hypothesis.ts';
import { kindTests } from './kind-tests.ts';
import { outlierTest } from './outlier-test.ts';
import { retryTests } from './retry-tests.ts';
import { roundTest } from './round-test.ts';
import { runMetricTests } from './run-metric-tests.ts';

/** Everything that was asked of a run, and what is reported of it. */
export interface RunTests {
  /** How many families of questions there were, and how many questions. */
  readonly count: number;
  readonly questions: number;
  /** Those of which not every question was answered with a p-value of 1. */
  readonly families: readonly Family[];
  /** The alarms at a false discovery rate. */
  alarmsAt(rate: number): readonly Alarm[];
}

/**
 * Asks everything that can be asked of a run, given what was learned, once for all rules. Each execution is a family of
 * questions, one for each metric and direction; so are the retries of each step, and each kind of question about the run as
 * a whole. How much attention each of them gets is fixed before anything is seen, so that a run with a thousand executions
 * is watched for a missing step as closely as one with nine.
 */
export const runTests = factBy(testsOf);

/** Executions get nearly as much attention as the run as a whole, however many there are. */
const attention = { executions: 9, retries: 1, run: 11 };

function testsOf(run: RunView, learned: Baselines): RunTests {
  const shape = learned.shapeOf(run.workflowId);
  if (shape === undefined || shape.runs < enoughObservations) return nothingAsked;
  const groups = [
    { attention: attention.executions, ...executionTests(run, learned) },
    { attention: attention.retries, ...retryTests(run, learned) },
    { attention: attention.run, ...wholeRunTests(run, learned, shape) },
  ].filter(({ count }) => count > 0);
  const count = groups.reduce((sum, group) => sum + group.count, 0);
  const questions = groups.reduce((sum, group) => sum + group.questions, 0);
  const total = groups.reduce((sum, group) => sum + group.attention, 0);
  const families = groups.flatMap((group) => {
    const share = ((group.attention / total) * count) / group.weight;
    return group.families.map((family) => ({ ...family, weight: family.weight * share }));
  });
  const byRate = new Map<number, readonly Alarm[]>();
  return {
    count,
    questions,
    families,
    alarmsAt(rate) {
      let alarms = byRate.get(rate);
      if (alarms === undefined) byRate.set(rate, (alarms = alarmsIn(families, count, rate)));
      return alarms;
    },
  };
}

const nothingAsked: RunTests = { count: 0, questions: 0, families: [], alarmsAt: () => [] };

function executionTests(run: RunView, learned: Baselines): FamilyGroup {
  const families: Family[] = [];
  let count = 0;
  let questions = 0;
  for (const [node, compared] of metricTests(run, learned).entries()) {
    if (compared === undefined) continue;
    count++;
    questions += compared.count;
    const execution = run.executions[node]!;
    if (compared.tests.length > 0)
      families.push(familyOf(compared, 1, (test) => ({ ...test, about: 'execution', execution })));
  }
  return { count, questions, weight: count, families };
}

function wholeRunTests(run: RunView, learned: Baselines, shape: WorkflowShape): FamilyGroup {
  const metrics = runMetricTests(run, learned);
  const families = [
    ...(metrics === undefined ? [] : [familyOf(metrics, 2, (test) => ({ ...test, about: 'run' as const }))]),
    ...outlierTest(run, learned),
    ...kindTests(run, learned, shape),
    roundTest(run, learned, shape),
  ];
  return {
    count: families.length,
    questions: families.reduce((sum, family) => sum + family.count, 0),
    weight: families.reduce((sum, { weight }) => sum + weight, 0),
    families: families.filter(({ p }) => p < 1),
  };
}

const familyOf = (
  { count, tests, exactP, p }: ComparedMetrics,
  weight: number,
  hypothesisOf: (test: ComparedMetrics['tests'][number]) => Hypothesis,
): Family => ({ exactP, p, weight, count, hypotheses: tests.map(hypothesisOf) });
