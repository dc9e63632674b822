import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { RunView } from '@faultline/core';
import type { StepExecution } from '@faultline/model';
import { z } from 'zod';
import { foldersIn } from '../../data/files-in.ts';
import { attempted, reasonOf, type PassedOver } from '../../data/passed-over.ts';
import { jsonIn } from '../../data/text-in.ts';
import type { IncidentCase } from '../incident-case.ts';
import { depthsFrom, type PlaceFigures } from '../place-figures.ts';
import { minuteOf, minutesIn, nezhaRuns, serviceOf } from './nezha-runs.ts';
import { withUnpacked } from './unpacked.ts';

/** The minute of the injection and so many after it are analysed, as far as there are any: faults last that long. */
const minutesAfter = 2;
/** Fewer runs before an injection are no window. */
const leastWindow = 10;
const minuteMs = 60_000;

const faultSchema = z.object({ inject_timestamp: z.coerce.number(), inject_pod: z.string(), inject_type: z.string() });
const faultListSchema = z.record(z.string(), z.array(faultSchema));

/**
 * All faults of a data set, of all its days, and what was before each on its day, as far as that is a window. One after the
 * other: all of them would not fit into memory. Archives are unpacked for as long as it takes to read them. A day without a
 * list of faults or without what was before, and a fault without traces, are passed over.
 */
export function* nezhaCases(folder: string, passedOver: PassedOver[], everyNth = 1): Generator<IncidentCase> {
  for (const date of foldersIn(join(folder, 'rca_data'))) {
    const list = `rca_data/${date}/${date}-fault_list.json`;
    const faults = attempted(list, passedOver, () => Object.values(jsonIn(join(folder, list), faultListSchema)).flat());
    if (faults === undefined) continue;
    const before = attempted(`construct_data/${date}`, passedOver, () => runsBefore(folder, date));
    if (before === undefined) continue;
    const day = { date, folder: join(folder, 'rca_data', date), before };
    yield* casesOf(
      day,
      faults.filter((_, index) => index % everyNth === 0),
      passedOver,
    );
  }
}

type Fault = z.infer<typeof faultSchema>;

interface Day {
  readonly date: string;
  readonly folder: string;
  readonly before: readonly RunView[];
}

function* casesOf(day: Day, faults: readonly Fault[], passedOver: PassedOver[]): Generator<IncidentCase> {
  const { date, folder, before } = day;
  try {
    yield* withUnpacked(folder, function* casesIn(unpacked) {
      for (const { inject_timestamp: second, inject_pod: pod, inject_type: group } of faults) {
        const injectedMs = second * 1000;
        const minutes = Array.from({ length: 1 + minutesAfter }, (_, after) => minuteOf(injectedMs + after * minuteMs));
        const runs = minutes.flatMap((minute) => nezhaRuns(unpacked, minute));
        const during = runs.filter(({ startMs }) => startMs >= injectedMs);
        const [minute = ''] = minutes;
        if (during.length > 0) yield caseOf(group, during, before, serviceOf(pod));
        else passedOver.push({ file: `rca_data/${date}`, reason: `no trace follows its fault of ${minute}` });
        const earlier = runs.filter(({ untilMs }) => untilMs < injectedMs);
        if (earlier.length >= leastWindow) yield caseOf('fault-free', earlier, before, undefined);
      }
    });
  } catch (error) {
    passedOver.push({ file: `rca_data/${date}`, reason: reasonOf(error) });
  }
}

/** @throws Error where there are none. */
function runsBefore(folder: string, date: string): readonly RunView[] {
  const day = join(folder, 'construct_data', date);
  if (!existsSync(day)) throw new Error('it is not there, so that nothing is known of what is usual');
  const runs = [
    ...withUnpacked(day, (unpacked) => minutesIn(unpacked).flatMap((minute) => nezhaRuns(unpacked, minute))),
  ];
  if (runs.length === 0) throw new Error('it holds no trace, so that nothing is known of what is usual');
  return runs;
}

function caseOf(
  group: string,
  during: readonly RunView[],
  before: readonly RunView[],
  rootCause: string | undefined,
): IncidentCase {
  const callees = calleesIn(during);
  const [first] = during;
  const symptom = first?.executions[0] === undefined ? '' : placeOf(first.executions[0]);
  const usual = durationsIn(before);
  const now = durationsIn(during);
  const depths = depthsFrom(symptom, callees);
  const figures = [...now].map(([place, steps]): PlaceFigures => ({
    place,
    depth: depths.get(place) ?? 0,
    figures: [...steps].map(([step, values]) => ({ before: usual.get(place)?.get(step) ?? [], during: values })),
  }));
  return { group, during, before, options: { placeOf }, figures, symptom, rootCause };
}

/** The service of an execution. */
const placeOf = ({ attributes }: StepExecution): string => {
  const service = attributes?.['service'];
  return typeof service === 'string' ? service : '';
};

/** Milliseconds of spans, by place and step. Log lines have none. */
function durationsIn(runs: readonly RunView[]): Map<string, Map<string, number[]>> {
  const places = new Map<string, Map<string, number[]>>();
  for (const run of runs)
    for (const execution of run.executions) {
      if (execution.type === 'log') continue;
      const place = placeOf(execution);
      let steps = places.get(place);
      if (steps === undefined) places.set(place, (steps = new Map()));
      const values = steps.get(execution.stepId);
      if (values === undefined) steps.set(execution.stepId, [run.durationMs(execution)]);
      else values.push(run.durationMs(execution));
    }
  return places;
}

function calleesIn(runs: readonly RunView[]): Map<string, Set<string>> {
  const callees = new Map<string, Set<string>>();
  for (const { executions, parent } of runs)
    for (const [node, execution] of executions.entries()) {
      const caller = executions[parent[node] ?? -1];
      if (caller === undefined) continue;
      const called = callees.get(placeOf(caller));
      if (called === undefined) callees.set(placeOf(caller), new Set([placeOf(execution)]));
      else called.add(placeOf(execution));
    }
  return callees;
}
