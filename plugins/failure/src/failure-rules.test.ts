import { globSync, readFileSync } from 'node:fs';
import { AnalysisEngine, definePlugin, viewOf } from '@faultline/core';
import { failureRoots } from '@faultline/facts';
import { workflowDefinitionSchema, type Run } from '@faultline/model';
import { arbitraryRun, gantt } from '@faultline/plugin-testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failureRules } from './failure-rules.ts';
import { propagationSection } from './propagation/propagation.ts';

const engine = new AnalysisEngine([
  definePlugin({ name: 'failure', rules: failureRules, analyses: [propagationSection] }),
]);

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

describe('every rule', () => {
  it('stands any run, with and without a definition', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryRun, fc.boolean(), async (run, isDefined) => {
        const { findings } = await engine.analyze(run, isDefined ? { definition } : {});
        expect(findings.filter(({ ruleId }) => ruleId === 'core/rule-failed')).toEqual([]);
      }),
    );
  });

  it('finds the same whatever the order in which a run is written', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryRun, async (run) => {
        const turned = { ...run, executions: run.executions.toReversed(), edges: run.edges.toReversed() };
        const { findings, sections } = await engine.analyze(run, { definition });
        const other = await engine.analyze(turned, { definition });
        expect(other.findings).toEqual(findings);
        expect(other.sections).toEqual(sections);
      }),
    );
  });

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

  it.each([...failureRules])('$id gives advice, and describes itself in a sentence', ({ description, advice }) => {
    expect(description).toMatch(/^[A-Z].*\.$/);
    expect(advice).toMatch(/^[A-Z].*\.$/);
  });

  it.each([...failureRules])('$id has a page', ({ id }) => {
    const name = id.replace('failure/', '');
    const [page] = globSync(`${import.meta.dirname}/*/${name}.md`);
    expect(page).toBeDefined();
    const headings = readFileSync(page ?? '', 'utf8').match(/^##? .*/gm);
    expect(headings).toEqual([
      `# ${id}`,
      '## What it checks',
      '## Why it matters',
      '## Example',
      '## When not to use it',
    ]);
  });

  it('stands in the table of the README', () => {
    const readme = readFileSync(`${import.meta.dirname}/../README.md`, 'utf8');
    expect(failureRules.filter(({ id }) => !readme.includes(`/${id.replace('failure/', '')}.md)`))).toEqual([]);
  });
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
