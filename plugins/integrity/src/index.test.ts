import { globSync, readFileSync } from 'node:fs';
import { AnalysisEngine } from '@faultline/core';
import { workflowDefinitionSchema, type Run } from '@faultline/model';
import { arbitraryRun, gantt } from '@faultline/plugin-testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import integrity from './index.ts';

const engine = new AnalysisEngine([integrity]);
const rules = integrity.rules ?? [];

const definition = workflowDefinitionSchema.parse({
  id: 'drawn',
  steps: [
    { id: 'fetch', failureTolerance: 'low', baseline: { durationMs: { p95: 3 } } },
    { id: 'parse', dependencies: [{ on: 'fetch', maxDelayMs: 1, dataFlow: ['pages'] }], resources: { memoryMiB: 64 } },
    { id: '__proto__', dependencies: ['parse', 'gone'] },
  ],
  successCriteria: { maxDurationMs: 5, minCriticalSuccessRate: 1, minDataQuality: 0.9 },
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
        const { findings } = await engine.analyze(run, { definition });
        expect((await engine.analyze(turned, { definition })).findings).toEqual(findings);
      }),
    );
  });

  it.each(rules)('$id gives advice, and describes itself in a sentence', ({ description, advice }) => {
    expect(description).toMatch(/^[A-Z].*\.$/);
    expect(advice).toMatch(/^[A-Z].*\.$/);
  });

  it.each(rules)('$id has a page', ({ id }) => {
    const name = id.replace('integrity/', '');
    const [page] = globSync(`${import.meta.dirname}/*/${name}.md`);
    expect(page).toBeDefined();
    const headings = readFileSync(page, 'utf8').match(/^##? .*/gm);
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
    expect(rules.filter(({ id }) => !readme.includes(`/${id.replace('integrity/', '')}.md)`))).toEqual([]);
  });
});

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
