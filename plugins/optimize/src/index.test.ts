import { globSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AnalysisEngine } from '@faultline/core';
import { workflowDefinitionSchema, type Run } from '@faultline/model';
import { arbitraryRun } from '@faultline/plugin-testkit';
import optimize from './index.ts';

const rules = optimize.rules ?? [];
const definition = workflowDefinitionSchema.parse({
  id: 'drawn',
  steps: [
    { id: 'fetch', type: 'retriever', resources: { memoryMiB: 64 } },
    { id: 'parse', type: 'analysis', dependencies: ['fetch', { on: 'gone', dependencyType: 'control' }] },
    { id: '__proto__', dependencies: ['parse', { on: 'fetch', dependencyType: 'control' }] },
  ],
});
const withPayloads = arbitraryRun.chain((run) =>
  fc.array(fc.constantFrom(undefined, 'a', { b: 1 }), { minLength: 8, maxLength: 8 }).map((payloads) => ({
    ...run,
    executions: run.executions.map((execution, at) => {
      const [input, output] = [payloads[at % 8], payloads[(at + 1) % 8]];
      return { ...execution, ...(input !== undefined && { input }), ...(output !== undefined && { output }) };
    }),
  })),
);

const orderOnly = { id: 'ingest/order-only', severity: 'info', message: 'No times.', executionIds: [] } as const;

describe('every rule', () => {
  it('stands any run, and finds the same whatever the order in which it is written', async () => {
    await fc.assert(
      fc.asyncProperty(
        withPayloads,
        fc.array(withPayloads, { maxLength: 25 }),
        fc.boolean(),
        async (run, earlier, isDefined) => {
          const engine = new AnalysisEngine([optimize]);
          const history = engine.load(await engine.learn(earlier));
          const given = isDefined ? { definition, history } : { history };
          const { findings } = await engine.analyze(run, given);
          expect(findings.filter(({ ruleId }) => ruleId === 'core/rule-failed')).toEqual([]);
          const turned = { ...run, executions: run.executions.toReversed(), edges: run.edges.toReversed() };
          expect((await engine.analyze(turned, given)).findings).toEqual(findings);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('claims no gain of time where only the order was recorded', async () => {
    await fc.assert(
      fc.asyncProperty(withPayloads, fc.array(withPayloads, { maxLength: 25 }), async (run, earlier) => {
        const engine = new AnalysisEngine([optimize]);
        const [ordered, ...others] = [run, ...earlier].map((one): Run => ({ ...one, notes: [orderOnly] }));
        const history = engine.load(await engine.learn(others));
        const { findings } = await engine.analyze(ordered, { definition, history });
        const gains = findings.flatMap((finding) =>
          finding.kind === 'optimizer' ? (finding.impact.savesMs ?? []) : [],
        );
        expect(gains.filter(({ high }) => high > 0)).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  it('claims gains between nothing and the whole run, low to high', async () => {
    await fc.assert(
      fc.asyncProperty(withPayloads, async (run) => {
        const { findings } = await new AnalysisEngine([optimize]).analyze(run, { definition });
        const makespanMs = (run.endMs ?? 0) - run.startMs;
        const gains = findings.flatMap((finding) =>
          finding.kind === 'optimizer' ? (finding.impact.savesMs ?? []) : [],
        );
        expect(gains.filter(({ low, expected, high }) => low < 0 || low > expected || expected > high)).toEqual([]);
        expect(gains.filter(({ expected }) => expected > makespanMs + 1e-6)).toEqual([]);
      }),
    );
  });

  it('has a page with the four sections, and no page has no rule', () => {
    const pages = globSync('**/*.md', { cwd: import.meta.dirname }).map((page) => page.replace(/^.*\/|\.md$/g, ''));
    expect(pages.toSorted()).toEqual(rules.map(({ id }) => id.replace('optimize/', '')).toSorted());
    for (const page of globSync('**/*.md', { cwd: import.meta.dirname })) {
      const headings = readFileSync(`${import.meta.dirname}/${page}`, 'utf8').match(/^## .*/gm);
      expect(headings).toEqual(['## What it checks', '## Why it matters', '## Example', '## When not to use it']);
    }
  });

  it('comes with advice', () => {
    expect(rules.filter(({ advice }) => advice === '').map(({ id }) => id)).toEqual([]);
  });
});
