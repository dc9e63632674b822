import { viewOf, type RunView } from '@faultline/core';
import { executionOf, runOf } from '@faultline/plugin-testkit';
import { describe, expect, it } from 'vitest';
import { placeTests, type PlaceTest } from './place-tests.ts';
import { WindowReader, type Window } from './window.ts';

/** A run of the place "desk", whose steps are each called twice; those named log an exception in the first of the two calls. */
const runWith = (id: string, troubled: readonly string[]): RunView =>
  viewOf(
    runOf(
      ['open', 'read', 'close'].flatMap((stepId) =>
        [1, 2].flatMap((call) => [
          executionOf({ id: `${stepId}${call}`, stepId, startMs: 0, endMs: 1 }),
          executionOf({
            id: `${stepId}${call}-log`,
            stepId: 'log line',
            parentId: `${stepId}${call}`,
            startMs: 0,
            endMs: 0,
          }),
          ...(call === 1 && troubled.includes(stepId)
            ? [executionOf({ id: `${stepId}-x`, stepId: 'exception', parentId: `${stepId}1`, startMs: 0, endMs: 0 })]
            : []),
        ]),
      ),
      { id },
    ),
  );

function windowOf(runs: readonly (readonly string[])[]): Window {
  const reader = new WindowReader(() => 'desk');
  for (const [number, troubled] of runs.entries()) reader.add(runWith(`${number}`, troubled));
  return reader.view();
}

const before = windowOf(Array.from({ length: 20 }, () => []));
const testsOf = (during: Window): readonly PlaceTest[] =>
  placeTests(before.places.get('desk')!, during.places.get('desk')!, 1);

describe('what happens at a place', () => {
  it('is counted by runs: in any execution of a step, and in all of them', () => {
    const { events } = windowOf([['open'], ['open'], []])
      .places.get('desk')!
      .steps.get('open')!;
    expect(events.get('called "log line"')).toEqual({ inAny: 3, inAll: 3 });
    expect(events.get('called "exception"')).toEqual({ inAny: 2, inAll: 0 });
  });

  it('is one thing where it never happened before, whichever of its steps it happens to', () => {
    const news = testsOf(windowOf([['open'], ['read'], ['close'], []])).filter(({ isNew }) => isNew === true);
    expect(news.map(({ says, shown }) => [says, shown])).toEqual([
      ['One of 3 steps called "exception" in 3 of 4 runs, before in 0 of 20', { count: 3, of: 4 }],
    ]);
    expect(news[0].p).toBeLessThan(0.01);
  });

  it('is told of its step where it is one', () => {
    const [news] = testsOf(windowOf([['read'], []])).filter(({ isNew }) => isNew === true);
    expect(news.says).toBe('"read" called "exception" in 1 of 2 runs, before in 0 of 20');
  });
});
