import { deepestValue, isTooDeep } from '@faultline/core';
import type { Json, StepExecution } from '@faultline/model';
import { numberIn, type Fields } from '../fields.ts';

/** What was measured of a task, by the names of this and of earlier versions of the format: metric and factor. */
const metrics: ReadonlyMap<string, readonly [metric: string, factor: number]> = new Map([
  ['avgCPU', ['cpuPercent', 1]],
  ['coreCount', ['cpuCores', 1]],
  ['cores', ['cpuCores', 1]],
  ['memoryInBytes', ['memoryMiB', 2 ** -20]],
  // Until 1.3, in thousands of bytes.
  ['memory', ['memoryMiB', 1000 * 2 ** -20]],
  ['readBytes', ['readMiB', 2 ** -20]],
  ['writtenBytes', ['writtenMiB', 2 ** -20]],
  ['energyInKWh', ['energyKWh', 1]],
  ['energy', ['energyKWh', 1]],
  ['avgPowerInW', ['powerW', 1]],
  ['avgPower', ['powerW', 1]],
]);

/** Told elsewhere in the run. */
const toldElsewhere: ReadonlySet<string> = new Set([
  'id',
  'category',
  'parents',
  'children',
  'runtimeInSeconds',
  'runtime',
]);

/** What the records say of a task beyond its times. */
export type Measurements = Required<Pick<StepExecution, 'metrics'>> & Pick<StepExecution, 'attributes'>;

/** The metrics of a task, and all else as attributes. `undefined`: a value is nested deeper than 64 levels. */
export function measurementsOf(specified: Fields | undefined, record: Fields | undefined): Measurements | undefined {
  const measured: [string, number][] = [];
  const others: [string, Json][] = [];
  // A task that was not planned apart from its execution is one object.
  for (const [name, value] of new Map([...Object.entries(specified ?? {}), ...Object.entries(record ?? {})])) {
    if (toldElsewhere.has(name) || (name === 'name' && value === specified?.['id'])) continue;
    const metric = metrics.get(name);
    const number = metric === undefined ? undefined : numberIn(value);
    if (metric !== undefined && number !== undefined) measured.push([metric[0], number * metric[1]]);
    else if (isTooDeep(value, deepestValue)) return undefined;
    // What JSON.parse made.
    else others.push([name, value as Json]);
  }
  return {
    metrics: Object.fromEntries(measured),
    ...(others.length > 0 && { attributes: Object.fromEntries(others) }),
  };
}

/** How long a task ran. `undefined`: nothing usable is recorded. */
export const runtimeMsOf = (record: Fields | undefined): number | undefined =>
  msOfSeconds(record?.['runtimeInSeconds'] ?? record?.['runtime']);

/** Thirty years; beyond, it is no duration but a mistake. */
const longestS = 1e9;

/** A duration in seconds. `undefined`: it is none. */
export function msOfSeconds(value: unknown): number | undefined {
  const seconds = numberIn(value);
  return seconds === undefined || seconds < 0 || seconds > longestS ? undefined : seconds * 1000;
}
