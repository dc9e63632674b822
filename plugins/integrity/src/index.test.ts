import { AnalysisEngine } from '@faultline/core';
import { workflowDefinitionSchema, type Run } from '@faultline/model';
import { gantt, testPlugin } from '@faultline/plugin-testkit';
import { describe, expect, it } from 'vitest';
import integrity from './index.ts';

const engine = new AnalysisEngine([integrity]);

const definition = workflowDefinitionSchema.parse({
  id: 'drawn',
  steps: [
    { id: 'fetch', failureTolerance: 'low', baseline: { durationMs: { p95: 3 } } },
    { id: 'parse', dependencies: [{ on: 'fetch', maxDelayMs: 1, dataFlow: ['pages'] }], resources: { memoryMiB: 64 } },
    { id: '__proto__', dependencies: ['parse', 'gone'] },
  ],
  successCriteria: { maxDurationMs: 5, minCriticalSuccessRate: 1, minDataQuality: 0.9 },
});

testPlugin(integrity, { folder: `${import.meta.dirname}/..`, definition });

/** An agent as frameworks record it: one root, calls inside, links, parallel tools, a retry. */
const agentTrace: Run = gantt`
  agent        : ==============================
    plan       :  =====                              { type: llm, inputTokens: 812 }
    search[1]  :       ======   <dataflow- plan      { type: tool }
    search[2]  :       =====x   <dataflow- plan      { type: tool, failure: timeout }
    search[2]#2:            ====                   { type: tool }
    answer     :                 =========           { type: llm }
      rank     :                   ====              { type: retriever }
`;

describe('a clean trace', () => {
  it('of an agent framework is left alone', async () => {
    const { findings } = await engine.analyze({ ...agentTrace, status: 'completed' });
    expect(findings.map(({ severity, ruleId }) => [severity, ruleId])).toEqual([
      ['info', 'integrity/unknown-workflow'],
    ]);
  });

  it('of a defined workflow is left alone entirely', async () => {
    const run = gantt`
      fetch    : ===
        llm    :  =
      parse    :    ====
      __proto__:        =
    `;
    const { steps } = definition;
    const sound = { ...definition, successCriteria: {}, steps: steps.map((step) => without(step, 'gone')) };
    expect((await engine.analyze(run, { definition: sound })).findings).toEqual([]);
  });
});

const without = <Step extends (typeof definition)['steps'][number]>(step: Step, on: string): Step => ({
  ...step,
  dependencies: step.dependencies.filter((dependency) => dependency.on !== on),
});
