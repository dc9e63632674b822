import { viewOf } from '@faultline/core';
import { baselines } from '@faultline/facts';
import type { Run } from '@faultline/model';
import { executionOf, runOf } from '@faultline/plugin-testkit';
import { expect, it } from 'vitest';
import { runDelay, runDelayText } from './run-delay.ts';

/** "fetch" takes as long as it is told, then "parse" does, after standing in a queue. */
function runOfTimes(id: string, fetchMs: number, parseMs: number, queueMs = 0): Run {
  const startMs = fetchMs + queueMs;
  return runOf(
    [
      executionOf({ id: 'fetch', stepId: 'fetch', startMs: 0, endMs: fetchMs }),
      executionOf({ id: 'parse', stepId: 'parse', queuedMs: fetchMs, startMs, endMs: startMs + parseMs }),
    ],
    {
      id,
      status: 'completed',
      startMs: 0,
      endMs: startMs + parseMs,
      edges: [{ from: 'fetch', to: 'parse', origin: 'explicit' }],
    },
  );
}

const learned = baselines.view(
  Array.from({ length: 60 }, (_, number) => viewOf(runOfTimes(`${number}`, 2_000, 3_000 + number, 10))).reduce(
    (state, run) => baselines.add(state, run),
    baselines.empty(),
  ),
);
const delayOf = (run: Run) => runDelay(viewOf(run), learned)!;

it('begins at the first step that is late, and tells which added most', () => {
  const delay = delayOf(runOfTimes('slow', 4_000, 12_000, 10));
  expect(delay.began!.stepId).toBe('fetch');
  expect(delay.began!.beyondMs).toBeCloseTo(2_000, -1);
  expect(delay.most!.stepId).toBe('parse');
  expect(runDelayText(delay)).toBe(
    'Nothing failed. The run took 16 s; half of 60 earlier runs took at most 5.04 s. The delay began at step "fetch", ' +
      'which added 2 s; most is of step "parse", which added 8.97 s of these 11 s.',
  );
});

it('counts the queue that a step stood in as its own', () => {
  const { began, most } = delayOf(runOfTimes('queued', 2_000, 3_000, 20_000));
  expect(began).toEqual(most);
  expect(most!.stepId).toBe('parse');
  expect(most!.beyondMs).toBeCloseTo(19_960, -2);
});

it('tells no delay of a run that is not among the slower ones, or in which something failed', () => {
  expect(delayOf(runOfTimes('usual', 2_000, 3_000, 10))).toMatchObject({ began: null, most: null });
  const [fetch, parse] = runOfTimes('failed', 9_000, 9_000).executions;
  const failed = runOf([fetch, { ...parse, status: 'failed' }], { status: 'failed' });
  expect(runDelay(viewOf(failed), learned)).toBeNull();
});
