import { AnalysisEngine, definePlugin, viewOf } from '@faultline/core';
import { failureRoots } from '@faultline/facts';
import { workflowDefinitionSchema, type Run } from '@faultline/model';
import { arbitraryRun, gantt, testPlugin } from '@faultline/plugin-testkit';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { failureRules } from './failure-rules.ts';
import failure from './index.ts';
import { propagationSection } from './propagation/propagation.ts';

const plugin = definePlugin({ name: 'failure', rules: failureRules, analyses: [propagationSection] });
const engine = new AnalysisEngine([plugin]);

const definition = workflowDefinitionSchema.parse({
  id: 'drawn',
  steps: [
    { id: 'fetch', failureTolerance: 'low' },
    { id: 'parse', dependencies: [{ on: 'fetch', dataFlow: ['pages'] }] },
    { id: '__proto__', dependencies: ['parse', { on: 'rank', criticality: 'low' }] },
    { id: 'rank', dependencies: [{ on: 'fetch', dependencyType: 'control' }], failureTolerance: 'high' },
  ],
  constraints: [
    { kind: 'only-after', step: 'rank', after: '__proto__' },
    { kind: 'at-most', step: 'fetch', times: 1 },
  ],
});

testPlugin(failure, { folder: `${import.meta.dirname}/..`, definition, learns: true, numRuns: 50 });

it('tells where every failure began', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryRun, async (run) => {
      const { findings } = await engine.analyze(run);
      const began = [
        'failure/failed-step',
        'failure/swallowed-error',
        'failure/unresolved-error',
        'failure/cascading-timeout',
      ];
      const told = new Set(findings.flatMap((one) => (began.includes(one.ruleId) ? one.executionIds : [])));
      const untold = failureRoots(viewOf(run)).filter(
        ({ execution, outermost }) => !told.has(execution.id) && !told.has(outermost.id),
      );
      expect(untold).toEqual([]);
    }),
  );
});

/** An agent as frameworks record it: one root, calls inside, links, parallel tools. */
const agentTrace: Run = gantt`
  agent        : ==============================
    plan       :  =====                              { type: llm, inputTokens: 812 }
    search[1]  :       ======   <dataflow- plan      { type: tool }
    search[2]  :       ======   <dataflow- plan      { type: tool }
    answer     :                 =========           { type: llm }
      rank     :                   ====              { type: retriever }
`;

it('leaves a clean trace alone, with and without a definition', async () => {
  const run = { ...agentTrace, status: 'completed' as const };
  expect(await engine.analyze(run)).toMatchObject({ findings: [], sections: [] });
  const sound = { ...definition, constraints: [] };
  expect(await engine.analyze(run, { definition: sound })).toMatchObject({ findings: [], sections: [] });
});
