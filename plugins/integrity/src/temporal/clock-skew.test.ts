import type { StepExecution } from '@faultline/model';
import { executionOf, gantt, runOf, testRule } from '@faultline/plugin-testkit';
import { clockSkew } from './clock-skew.ts';

const HOUR_MS = 3_600_000;
const interval = { startMs: 0, endMs: 1000 };
const root = executionOf({ id: 'agent', stepId: 'agent', clock: 'gateway', startMs: 0, endMs: 1000 });

/** Calls of 60 ms to a worker, from callers that take 80. */
const calls = (count: number, offMs: number) =>
  Array.from({ length: count }, (_, at) => [
    executionOf({ id: `ask-${at}`, clock: 'gateway', parentId: 'agent', startMs: at * 100, endMs: at * 100 + 80 }),
    executionOf({
      id: `serve-${at}`,
      stepId: 'serve',
      clock: 'worker',
      parentId: `ask-${at}`,
      startMs: at * 100 + 10 + offMs,
      endMs: at * 100 + 70 + offMs,
    }),
  ]).flat();
const served = (count: number): readonly string[] => Array.from({ length: count }, (_, at) => `serve-${at}`);

testRule(clockSkew, {
  valid: [
    { name: 'a single step', run: gantt`agent: ==` },
    { name: 'clocks that agree', run: runOf([root, ...calls(5, 0)], interval) },
    { name: 'within the room that calls leave', run: runOf([root, ...calls(5, 10)], interval) },
    { name: 'too few calls to tell', run: runOf([root, ...calls(2, -HOUR_MS)], interval) },
    {
      name: 'one stray call',
      run: runOf([root, ...calls(5, 0).map((one, at) => (at === 1 ? stray(one) : one))], interval),
    },
    {
      name: 'late work, which callers leave behind',
      run: runOf(
        [root, ...calls(5, 0).map((one, at) => (one.clock === 'worker' ? late(one, at * 40) : one))],
        interval,
      ),
    },
    {
      name: 'no clocks to tell apart',
      run: runOf(
        [root, ...calls(5, -HOUR_MS)].map(({ clock, ...one }) => ({ ...one, attributes: { clock: clock ?? '' } })),
        interval,
      ),
    },
  ],
  invalid: [
    {
      name: 'a time zone',
      run: runOf([root, ...calls(5, -HOUR_MS)], interval),
      findings: [
        {
          messageId: 'behind',
          at: served(5),
          data: { clock: 'worker', reference: 'gateway', offset: HOUR_MS - 10, shifted: 5, agree: 5, agreed: 0 },
        },
      ],
      message:
        'Clock "worker" is 1 h behind "gateway": 5 of its executions were shifted, so that 5 of 5 calls and edges agree instead of 0.',
    },
    {
      name: 'a clock that is ahead, one call apart',
      run: runOf([root, ...calls(5, 500), asRoot(calls(6, 0)[11])], interval),
      findings: [
        {
          messageId: 'ahead',
          at: ['serve-0', 'serve-5', 'serve-1', 'serve-2', 'serve-3', 'serve-4'],
          data: { offset: 490, shifted: 6, compared: 5 },
        },
      ],
    },
    {
      name: 'a clock without a name',
      run: runOf(
        [root, ...calls(3, -HOUR_MS)].map(({ clock, ...one }) => (clock === 'worker' ? { ...one, clock } : one)),
        interval,
      ),
      findings: [{ messageId: 'behind', at: served(3), data: { clock: 'worker', reference: 'not named' } }],
    },
  ],
});

function asRoot({ parentId, ...one }: StepExecution): StepExecution {
  return { ...one, attributes: { parentId: parentId ?? '' } };
}

function stray<Execution extends { startMs: number; endMs?: number }>(one: Execution): Execution {
  return late(one, -HOUR_MS);
}

function late<Execution extends { startMs: number; endMs?: number }>(one: Execution, byMs: number): Execution {
  return { ...one, startMs: one.startMs + byMs, endMs: (one.endMs ?? one.startMs) + byMs };
}
