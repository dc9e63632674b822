import { viewOf } from '@faultline/core';
import { workflowDefinitionSchema, type Run } from '@faultline/model';
import { arbitraryRun, executionOf, gantt, runOf, withExecution } from '@faultline/plugin-testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failureRoots } from './failure-roots.ts';

const idsOf = (executions: readonly { readonly id: string }[]) => executions.map(({ id }) => id).join(' ');
const drawn = (run: Run, definition?: Parameters<typeof viewOf>[1]) =>
  failureRoots(viewOf(run, definition)).map(({ execution, attempts, effects, fate }) => [
    execution.id,
    idsOf(attempts),
    idsOf(effects),
    fate,
  ]);
const fateOf = (run: Run) => failureRoots(viewOf(run)).map(({ fate }) => fate);
const completed = (run: Run): Run => ({ ...run, status: 'completed' });

describe('failureRoots', () => {
  it('finds none where nothing failed', () => {
    expect(drawn(gantt`fetch: ==`)).toEqual([]);
  });

  it('names attempts, effects and fate', () => {
    const run = gantt`
      fetch  : ==x
      fetch#2:    ==x
      parse  :       /   <- fetch
      rank   :        /  <- parse
      mail   : ====
    `;
    expect(drawn(run)).toEqual([['fetch', 'fetch fetch#2', 'parse rank', 'fatal']]);
  });

  it('counts a call of itself as an effect, not as an attempt', () => {
    const run = runOf(
      ['outer', 'inner'].map((id, depth) =>
        executionOf({ id, stepId: 'agent', status: 'failed', ...(depth > 0 && { parentId: 'outer' }) }),
      ),
      { status: 'failed' },
    );
    expect(drawn(run)).toEqual([['inner', 'inner', 'outer', 'fatal']]);
  });

  it('tells two failures apart', () => {
    const run = gantt`
      fetch: ==x
      mail : ===x
      parse:      /   <- fetch
    `;
    expect(drawn(run)).toEqual([
      ['fetch', 'fetch', 'parse', 'fatal'],
      ['mail', 'mail', '', 'fatal'],
    ]);
  });

  it('puts everything that failed into exactly one root', () => {
    fc.assert(
      fc.property(arbitraryRun, (run) => {
        const view = viewOf(run);
        const members = failureRoots(view).flatMap(({ attempts, effects }) => [...attempts, ...effects]);
        expect(new Set(members).size).toBe(members.length);
        expect(view.failed.every((execution) => members.includes(execution))).toBe(true);
      }),
    );
  });
});

describe('the kind of a failure', () => {
  it('is a timeout where its caller timed out waiting for it, and cut it off', () => {
    const run = gantt`
      agent : ======x  { failure: timeout }
        tool:  =====x  { failure: cancelled }
    `;
    expect(failureRoots(viewOf(run))).toMatchObject([
      { execution: { id: 'tool' }, failure: { type: 'timeout', evidence: 'caller' }, effects: [{ id: 'agent' }] },
    ]);
  });
});

describe('the fate of a failure', () => {
  it('is recovered by a later attempt, its own or that of its caller', () => {
    expect(
      fateOf(
        completed(gantt`
      fetch  : ==x
      fetch#2:    ==
    `),
      ),
    ).toEqual(['recovered']);
    expect(
      fateOf(
        completed(gantt`
      agent  : ====x
        tool :  ==x
      agent#2:      ==
    `),
      ),
    ).toEqual(['recovered']);
  });

  const calledAgain = completed(gantt`
    agent    : ==========
      tool[1]:  ==x
      llm    :     ==
      tool[2]:       ==
  `);
  it('is recovered by doing the same work again', () => {
    const page = { input: { page: 1 } };
    const run = withExecution(withExecution(calledAgain, 'tool[1]', page), 'tool[2]', page);
    expect(fateOf(run)).toEqual(['recovered']);
    expect(fateOf(withExecution(calledAgain, 'tool[2]', { item: '1' }))).toEqual(['recovered']);
  });

  it('is contained, not recovered, by a later call for other work', () => {
    const other = withExecution(withExecution(calledAgain, 'tool[1]', { input: 1 }), 'tool[2]', { input: 2 });
    for (const run of [calledAgain, other])
      expect(failureRoots(viewOf(run))).toMatchObject([{ fate: 'contained', laterCall: { id: 'tool[2]' } }]);
  });

  it('is contained where a fallback went on in its place', () => {
    const run = completed(gantt`
      primary : ==x
      polish  :     /       <- primary
      fallback:    ==       <- primary
      answer  :       ==    <- fallback
    `);
    expect(fateOf(run)).toEqual(['contained']);
    const definition = workflowDefinitionSchema.parse({
      id: 'drawn',
      steps: [
        { id: 'primary' },
        { id: 'polish', dependencies: ['primary'] },
        { id: 'fallback', dependencies: [{ on: 'primary', dependencyType: 'control', criticality: 'low' }] },
        { id: 'answer', dependencies: ['fallback', { on: 'polish', criticality: 'low' }] },
      ],
    });
    expect(drawn(run, definition)).toEqual([['primary', 'primary', 'polish', 'contained']]);
    const needed = workflowDefinitionSchema.parse({
      id: 'drawn',
      steps: [...definition.steps, { id: 'report', dependencies: ['polish'] }],
    });
    const report = executionOf({ id: 'report', stepId: 'report', startMs: 8, endMs: 8, status: 'skipped' });
    expect(drawn({ ...run, executions: [...run.executions, report] }, needed)).toEqual([
      ['primary', 'primary', 'polish report', 'fatal'],
    ]);
  });

  it('is contained in a run that failed later of another', () => {
    const run = gantt`
      extra: =x
      main : ====x
    `;
    expect(fateOf(run)).toEqual(['contained', 'fatal']);
  });

  it('is fatal where it reaches the run, or a step that needed it', () => {
    expect(
      fateOf(gantt`
      agent  : ====x
        tool :  ==x
    `),
    ).toEqual(['fatal']);
    expect(
      fateOf(
        completed(gantt`
      fetch: ==x
      parse:    /   <- fetch
    `),
      ),
    ).toEqual(['fatal']);
  });

  const silent = completed(gantt`
    agent  : ======
      tool :  ==x
  `);
  it('is swallowed by a caller that did nothing after it and says nothing', () => {
    expect(fateOf(silent)).toEqual(['swallowed']);
    expect(fateOf(withExecution(silent, 'agent', { output: { status: 'All records were read.' } }))).toEqual([
      'swallowed',
    ]);
    expect(fateOf(withExecution(silent, 'agent', { output: 'The records could not be read.' }))).toEqual(['contained']);
  });

  const busy = completed(gantt`
    agent  : ===========
      tool :  ==x
      llm  :     ===
  `);
  const told = withExecution(busy, 'llm', { input: 'Summarize.', output: 'All is well.' });
  it('is unresolved where others went on and none was told, or said so', () => {
    expect(fateOf(told)).toEqual(['unresolved']);
    expect(fateOf(withExecution(told, 'llm', { output: 'The tool failed.' }))).toEqual(['contained']);
    expect(fateOf(withExecution(told, 'llm', { input: 'Error: no such table' }))).toEqual(['contained']);
  });
  it('is not called unresolved where nothing was written down, or an edge says that it was told', () => {
    expect(fateOf(busy)).toEqual(['contained']);
    expect(fateOf({ ...told, edges: [{ from: 'tool', to: 'llm', origin: 'dataflow', kind: 'needs' }] })).toEqual([
      'contained',
    ]);
  });

  it('is for the definition to judge where there is one', () => {
    const definition = workflowDefinitionSchema.parse({ id: 'drawn', steps: [{ id: 'fetch' }] });
    const run = completed(gantt`fetch: ==x`);
    expect(drawn(run, definition)).toEqual([['fetch', 'fetch', '', 'contained']]);
    expect(fateOf(run)).toEqual(['swallowed']);
  });
});

it('stands an attempt that still runs in a run that has failed', () => {
  const run = viewOf({
    ...gantt`
      fetch  : ==x
      fetch#2:    ==>
    `,
    status: 'failed',
  });
  expect(failureRoots(run).map(({ execution, fate }) => [execution.id, fate])).toEqual([['fetch', 'contained']]);
});
