import { expect, it } from 'vitest';
import { AnalysisEngine, viewOf } from '@faultline/core';
import { baselines, repeatedInputs } from '@faultline/facts';
import type { Recommendation, Run } from '@faultline/model';
import healthcare, { comprehensiveDiagnosticAnalysis, healthyRun } from '@faultline/plugin-healthcare';
import { folded } from '@faultline/plugin-testkit';
import {
  declaredBehaviour,
  monteCarlo,
  simulate,
  type QuantileFunction,
  type StepBehaviour,
} from '@faultline/simulator';
import optimize, { planCandidates, searchPlan } from './index.ts';

const literature = 'medical_literature_consultation';
const hitMs = 5;

/** As declared, but without failures: with them a run would end early for reasons that no cache changes. */
const behaviour = { failureProbability: 0 } satisfies Partial<StepBehaviour>;

/** 300 runs in which every step is asked something new, but the literature one of some questions of a finite set. */
function history(questions: number): readonly Run[] {
  const runs = simulate(comprehensiveDiagnosticAnalysis, { seed: 1, runs: 300, behaviourOf: () => behaviour });
  return Array.from(runs, ({ run }, index) => ({
    ...run,
    executions: run.executions.map(({ input: _input, output: _output, ...execution }) => {
      const question = execution.stepId === literature ? (index * 7) % questions : `${index} ${execution.stepId}`;
      return { ...execution, input: question, output: `answer to ${question}` };
    }),
  }));
}

/** What the simulator says of a cache that answers a share of all calls, over many runs with the same luck. */
function simulatedGainMs(hitRate: number): number {
  const drawn = { seed: 2, runs: 20_000 };
  const before = monteCarlo(comprehensiveDiagnosticAnalysis, { ...drawn, behaviourOf: () => behaviour });
  const after = monteCarlo(comprehensiveDiagnosticAnalysis, {
    ...drawn,
    behaviourOf: (step) => {
      const { durationMs } = declaredBehaviour(step);
      return step.id === literature && typeof durationMs === 'function'
        ? { ...behaviour, durationMs: cached(durationMs, hitRate) }
        : behaviour;
    },
  });
  return meanOf(before) - meanOf(after);
}

const meanOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;

const cached =
  (missMs: QuantileFunction, hitRate: number): QuantileFunction =>
  (share) =>
    share < hitRate ? hitMs : missMs((share - hitRate) / (1 - hitRate));

it('caching the literature step gains what the simulator then shows', async () => {
  // 120 questions in 300 runs: 180 of 300 came before.
  const runs = history(120);
  const engine = new AnalysisEngine([healthcare, optimize]);
  const { findings, actionItems } = await engine.analyze(runs[0], { history: engine.load(await engine.learn(runs)) });
  const found = findings.filter((finding): finding is Recommendation => finding.ruleId === 'optimize/cacheable-step');
  expect(found.map(({ stepIds, data }) => [stepIds, data['rate']])).toEqual([[[literature], 0.6]]);

  const gain = found[0]?.impact.savesMs ?? { low: 0, expected: 0, high: 0 };
  const simulated = simulatedGainMs(0.6);
  expect(gain.low).toBeLessThan(simulated);
  expect(gain.high).toBeGreaterThan(simulated);
  expect(Math.abs(gain.expected - simulated) / simulated).toBeLessThan(0.1);
  // What gains most comes first.
  expect(actionItems.filter(({ savesMs }) => savesMs !== undefined)[0]?.findingIds).toEqual([found[0]?.id]);
});

it('the plan for the workflow is that cache, and its prediction holds in the simulator', () => {
  const runs = history(120);
  const learned = {
    inputs: repeatedInputs.view(folded(repeatedInputs, runs)),
    baselines: baselines.view(folded(baselines, runs)),
    hitMs,
  };
  const candidates = planCandidates(comprehensiveDiagnosticAnalysis, learned);
  const views = runs.map((run) => viewOf(run, comprehensiveDiagnosticAnalysis));
  const { edits, effect, changes } = searchPlan(views, comprehensiveDiagnosticAnalysis, candidates);
  expect(edits).toEqual([{ kind: 'cache', stepId: literature, hitRate: 0.6, hitCostMs: hitMs }]);
  expect(changes.map(({ text }) => text)).toEqual([
    `Put a cache before "${literature}": 60 % of its inputs came before; a hit is taken to cost 5 ms.`,
  ]);
  const simulated = simulatedGainMs(0.6);
  expect(effect.gainMs.low).toBeLessThan(simulated);
  expect(effect.gainMs.high).toBeGreaterThan(simulated);
});

/** The healthy run on one worker: every step begins when the one before it in the definition has ended. */
function oneByOne(): Run {
  const run = healthyRun();
  const byStep = new Map(run.executions.map((execution) => [execution.stepId, execution]));
  // A worker that takes the laboratory first.
  const order = comprehensiveDiagnosticAnalysis.steps.map(({ id }) => id);
  order.splice(2, 2, 'lab_results_analysis', 'symptom_analysis');
  let { startMs } = run;
  const executions = order.flatMap((stepId) => {
    const execution = byStep.get(stepId);
    if (execution?.endMs === undefined) return [];
    const moved = { ...execution, startMs, endMs: startMs + execution.endMs - execution.startMs };
    startMs = moved.endMs;
    return [moved];
  });
  return { ...run, endMs: startMs, executions };
}

it('parallelism alone gains what work and critical path allow: a speed-up below 59/53', async () => {
  const run = oneByOne();
  const { findings } = await new AnalysisEngine([healthcare, optimize]).analyze(run);
  const found = findings.filter(
    (one): one is Recommendation => one.ruleId === 'optimize/parallelize-independent-steps',
  );
  expect(found.map(({ message }) => message)).toEqual([
    'Step "symptom_analysis" had all it needs by definition, yet started 5.6 s later, when "lab_results_analysis" had ended. Side by side they would have ended this run 5.6 s earlier.',
  ]);
  const makespanMs = Number(run.endMs) - run.startMs;
  expect(makespanMs / (makespanMs - 5600)).toBeLessThan(59 / 53);
});
