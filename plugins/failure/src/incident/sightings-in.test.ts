import { viewOf } from '@faultline/core';
import { runSchema, type StepExecutionInput } from '@faultline/model';
import { describe, expect, it } from 'vitest';
import { sightingsIn } from './sightings-in.ts';

const placeOf = ({ id }: { readonly id: string }): string => id.split(' ')[0];

function sightings(executions: readonly StepExecutionInput[], edges: readonly (readonly [string, string])[] = []) {
  const run = runSchema.parse({
    id: 'run',
    workflowId: 'shop',
    status: 'completed',
    startMs: 0,
    endMs: 20,
    executions,
    edges: edges.map(([from, to]) => ({ from, to, origin: 'declared' })),
  });
  return sightingsIn(viewOf(run), placeOf);
}

const execution = (
  id: string,
  [startMs, endMs]: readonly [number, number],
  more: Partial<StepExecutionInput> = {},
): StepExecutionInput => ({ id, stepId: id.split(' ')[1], startMs, endMs, status: 'completed', ...more });

const order = execution('order buy', [0, 20]);
const post = execution('order POST', [6, 18], { parentId: 'order buy' });
const pay = execution('pay charge', [8, 16], { parentId: 'order POST' });

describe('sightingsIn', () => {
  it('tells the way from the places at its ends', () => {
    const { steps, calls } = sightings([order, post, pay]);
    expect(calls).toEqual([{ from: 'order', to: 'pay', name: 'POST > charge', betweenMs: [4] }]);
    expect(steps.map(({ place, name, ownMs }) => [place, name, ownMs])).toEqual([
      ['order', 'buy', [8]],
      ['pay', 'charge', [8]],
    ]);
    expect([...steps[0].events.keys()]).toEqual(['called "POST > charge"']);
  });

  it('adds up to the duration of the run', () => {
    const { steps, calls } = sightings([order, post, pay]);
    const times = [...steps.flatMap(({ ownMs }) => ownMs), ...calls.flatMap(({ betweenMs }) => betweenMs)];
    expect(times.reduce((sum, ms) => sum + ms, 0)).toBe(20);
  });

  it('takes an execution that was called from elsewhere, or by nobody, for a step, whatever it calls', () => {
    const { steps, calls } = sightings([order, { ...pay, parentId: 'order buy' }]);
    expect(steps.map(({ name }) => name)).toEqual(['buy', 'charge']);
    expect(calls).toEqual([{ from: 'order', to: 'pay', name: '', betweenMs: [] }]);
  });

  it('tells steps apart by who called them within their place', () => {
    const reads = [
      execution('order read', [1, 2], { parentId: 'order buy' }),
      execution('order read again', [7, 8], { stepId: 'read', parentId: 'order POST' }),
    ];
    expect(sightings([order, post, ...reads]).steps.map(({ name }) => name)).toEqual([
      'buy',
      'buy > read',
      'buy > POST',
      'POST > read',
    ]);
  });

  it('counts failures where they happen; that of a way at its caller', () => {
    const failed = { status: 'failed', error: { type: 'timeout' } } as const;
    const { steps } = sightings([order, { ...post, ...failed }, { ...pay, ...failed }]);
    expect([...steps[0].events.keys()]).toEqual([
      'called "POST > charge"',
      'called "POST > charge", which failed (timeout)',
    ]);
    expect([...steps[1].events.keys()]).toEqual(['failed (timeout)']);
  });

  it('knows who needed whom without a call', () => {
    const { needs } = sightings([execution('a one', [0, 5]), execution('b two', [6, 9])], [['a one', 'b two']]);
    expect(needs).toEqual([{ from: 'a', to: 'b' }]);
  });
});
