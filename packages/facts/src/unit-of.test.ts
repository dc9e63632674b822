import { expect, it } from 'vitest';
import { unitOf } from './unit-of.ts';

it.each([
  ['selfMs', 'ms'],
  ['memoryMiB', 'mib'],
  ['inputTokens', 'tokens'],
  ['costUsd', 'usd'],
  ['cpuCores', 'cores'],
  ['gpus', 'gpus'],
  ['attemptsPerRun', 'count'],
  ['__proto__', 'count'],
])('reads the unit of %s from its name: %s', (metric, unit) => {
  expect(unitOf(metric)).toBe(unit);
});
