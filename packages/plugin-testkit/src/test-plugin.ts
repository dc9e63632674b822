import { globSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Run, WorkflowDefinition } from '@faultline/model';
import { AnalysisEngine, type Plugin } from '@faultline/core';
import { arbitraryAgentRun } from './arbitrary-agent-run.ts';
import { arbitraryHostileRun } from './arbitrary-hostile-run.ts';
import { arbitraryRun } from './arbitrary-run.ts';
import { largeRuns } from './large-runs.ts';

/** Where a plugin lives, and what its rules are tried with. */
export interface PluginCase {
  /** The folder of the package, with its README.md and the pages of its rules below `src`. */
  readonly folder: string;
  /** Also held against this definition of a workflow `drawn`. */
  readonly definition?: WorkflowDefinition;
  /** Also held against what sixty copies of up to four other runs teach. */
  readonly learns?: boolean;
  /** How many runs are drawn for each law. */
  readonly numRuns?: number;
}

/** Tries all rules and sections of a plugin together on what every one has to stand, and on how it has to be described. */
export function testPlugin(plugin: Plugin, { folder, definition, learns = false, numRuns = 100 }: PluginCase): void {
  const engine = new AnalysisEngine([plugin]);
  const rules = plugin.rules ?? [];
  const histories = fc.array(fc.oneof(arbitraryRun, arbitraryAgentRun, arbitraryHostileRun), {
    maxLength: learns ? 4 : 0,
  });

  const reportsOf = async (run: Run, earlier: readonly Run[] = []) => {
    const many = Array.from({ length: 60 }, (_, copy) => earlier.map((one) => ({ ...one, id: `${one.id}-${copy}` })));
    const history = engine.load(await engine.learn(many.flat()));
    const contexts = [{}, ...(definition === undefined ? [] : [{ definition }]), ...(learns ? [{ history }] : [])];
    const reports = await Promise.all(contexts.map((context) => engine.analyze(run, context)));
    return reports.map(({ findings, sections }) => ({ findings, sections }));
  };
  const faultsIn = async (run: Run, earlier: readonly Run[] = []) =>
    (await reportsOf(run, earlier)).flatMap(({ findings }) =>
      findings.filter(({ ruleId }) => ruleId === 'core/rule-failed').map(({ message }) => message),
    );

  describe(`every rule of ${plugin.name}`, () => {
    it.each([
      ['any run', arbitraryRun],
      ['runs of agents', arbitraryAgentRun],
      ['runs that lie', arbitraryHostileRun],
    ])('stands %s', async (_name, runs) => {
      await fc.assert(
        fc.asyncProperty(runs, histories, async (run, earlier) => {
          expect(await faultsIn(run, earlier)).toEqual([]);
        }),
        { numRuns },
      );
    });

    it.each(largeRuns)('stands three thousand executions: $shape', async ({ run }) => {
      expect(await faultsIn(run())).toEqual([]);
    });

    it('finds the same whatever the order in which a run is written', async () => {
      await fc.assert(
        fc.asyncProperty(fc.oneof(arbitraryRun, arbitraryAgentRun), histories, async (run, earlier) => {
          const turned = { ...run, executions: run.executions.toReversed(), edges: run.edges.toReversed() };
          expect(await reportsOf(turned, earlier)).toEqual(await reportsOf(run, earlier));
        }),
        { numRuns },
      );
    });

    it.each(rules)('$id gives advice, and describes itself in a sentence', ({ description, advice }) => {
      expect(description).toMatch(/^[A-Z].*\.$/);
      expect(advice).toMatch(/^[A-Z].*\.$/);
    });

    it.each(rules)('$id has a page', ({ id }) => {
      const pages = globSync(`${folder}/src/*/${nameOf(id)}.md`);
      expect(pages).toHaveLength(1);
      expect(readFileSync(pages[0]!, 'utf8').match(/^##? .*/gm)).toEqual([
        `# ${id}`,
        '## What it checks',
        '## Why it matters',
        '## Example',
        '## When not to use it',
      ]);
    });

    it('stands in the table of the README', () => {
      const readme = readFileSync(`${folder}/README.md`, 'utf8');
      expect(rules.filter(({ id }) => !readme.includes(`/${nameOf(id)}.md)`)).map(({ id }) => id)).toEqual([]);
    });
  });
}

const nameOf = (id: string): string => id.slice(id.indexOf('/') + 1);
