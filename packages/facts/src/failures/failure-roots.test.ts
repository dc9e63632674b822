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

  it('is recovered by calling the same step again', () => {
    expect(
      fateOf(
        completed(gantt`
      agent    : ==========
        tool[1]:  ==x
        llm    :     ==
        tool[2]:       ==
    `),
      ),
    ).toEqual(['recovered']);
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
