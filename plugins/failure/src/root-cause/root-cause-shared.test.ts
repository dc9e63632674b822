import { AnalysisEngine, definePlugin, defineWorkflow } from '@faultline/core';
import type { Run } from '@faultline/model';
import { executionOf, runOf } from '@faultline/plugin-testkit';
import { simulate } from '@faultline/simulator';
import { describe, expect, it } from 'vitest';
import { rootCause } from './root-cause.ts';

const resources = ['gpus', 'licences', 'slots'];

/** Two steps ask for each resource. */
const workflow = defineWorkflow({
  id: 'sharing',
  steps: Object.fromEntries(
    resources.flatMap((resource) =>
      ['a', 'b'].map((user) => [
        `${resource}-${user}`,
        { expectedDurationMs: 100, baseline: { durationMs: { p50: 100, p95: 120 } }, resources: { [resource]: 1 } },
      ]),
    ),
  ),
});

describe('failure/root-cause', () => {
  it('tells one of several resources, which have no place to point at', async () => {
    const engine = new AnalysisEngine([definePlugin({ name: 'failure', rules: [rootCause] })]);
    const usual = [...simulate(workflow, { seed: 1, runs: 100 })].map(({ run }) => run);
    const slow: Run = runOf(
      workflow.steps.map(({ id }) => executionOf({ id, stepId: id, startMs: 0, endMs: 2_000 })),
      { workflowId: workflow.id, status: 'completed', startMs: 0, endMs: 2_000 },
    );
    const history = engine.load(await engine.learn(usual));
    const { findings } = await engine.analyze(slow, { definition: workflow, history });
    expect(findings.map(({ ruleId }) => ruleId)).not.toContain('core/rule-failed');
    expect(findings.filter(({ executionIds }) => executionIds.length === 0)).toHaveLength(1);
  });
});
