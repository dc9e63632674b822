import { expect, it } from 'vitest';
import { RecentTraces } from './recent-traces.ts';
import { TraceIds } from './trace-ids.ts';

const hex = (number: number): string => number.toString(16).padStart(32, '0');

it.for([
  ['hex digits', hex],
  ['other texts', (number: number) => `run ${number}`],
] as const)('knows ids of %s again, of the last ones only', ([, idOf]) => {
  const traces = new TraceIds();
  const recent = new RecentTraces(3);
  const add = (number: number): boolean => recent.add(traces, traces.of(idOf(number)));
  expect([1, 2, 3, 4, 5].map(add)).toEqual([true, true, true, true, true]);
  expect([5, 4, 3].map(add)).toEqual([false, false, false]);
  expect([6, 7, 8, 9, 10, 11].map(add)).toEqual([true, true, true, true, true, true]);
  expect(add(1)).toBe(true);
});
