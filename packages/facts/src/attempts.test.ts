import { viewOf } from '@faultline/core';
import { executionOf, gantt, runOf } from '@faultline/plugin-testkit';
import { describe, expect, it } from 'vitest';
import { attemptChains, finalAttempts, outcomeOf } from './attempts.ts';

const retried = viewOf(gantt`
  fetch    : ==x
  fetch#2  :    ==x
  fetch#3  :       ====
  parse    :           ==
  rank[a]  :             ==x
  rank[a]#2:                ==x
  rank[b]  :             ====
  mail     :                   /
`);

describe('attemptChains', () => {
  it('lists items that were tried again, attempts in order', () => {
    const chains = attemptChains(retried).map(({ stepId, item, attempts }) => [
      stepId,
      item,
      attempts.map((a) => a.id),
    ]);
    expect(chains).toEqual([
      ['fetch', '', ['fetch', 'fetch#2', 'fetch#3']],
      ['rank', 'a', ['rank[a]', 'rank[a]#2']],
    ]);
  });
  it('orders by number where times disagree', () => {
    const run = viewOf(
      runOf([
        { ...executionOf(), id: 'second', attempt: 2, startMs: 0 },
        { ...executionOf(), id: 'first', attempt: 1, startMs: 5, endMs: 6 },
      ]),
    );
    expect(attemptChains(run)[0]?.attempts.map(({ id }) => id)).toEqual(['first', 'second']);
  });
  it('takes rounds that nobody told apart for no retries', () => {
    const rounds = runOf([executionOf({ id: 'a' }), executionOf({ id: 'b', startMs: 1, endMs: 2 })]);
    expect(attemptChains(viewOf(rounds))).toEqual([]);
  });
});

describe('finalAttempts', () => {
  it('names the last attempt of each item', () => {
    const ids = [...finalAttempts(retried)].map(([step, executions]) => [step, executions.map(({ id }) => id)]);
    expect(ids).toEqual([
      ['fetch', ['fetch#3']],
      ['parse', ['parse']],
      ['rank', ['rank[b]', 'rank[a]#2']],
      ['mail', ['mail']],
    ]);
  });
  it('works with any step id', () => {
    const run = viewOf(runOf([executionOf({ stepId: '__proto__' })]));
    expect([...finalAttempts(run).keys()]).toEqual(['__proto__']);
  });
});

describe('outcomeOf', () => {
  it('is that of the last attempt, and of the worst item', () => {
    expect(['fetch', 'parse', 'rank', 'mail'].map((step) => outcomeOf(retried, step))).toEqual([
      'completed',
      'completed',
      'failed',
      'skipped',
    ]);
  });
  it('is open while an attempt is announced, and undefined for a step that is not there', () => {
    const run = viewOf(gantt`fetch: ==x { status: retrying }`);
    expect(outcomeOf(run, 'fetch')).toBe('open');
    expect(outcomeOf(run, 'parse')).toBeUndefined();
  });
});
