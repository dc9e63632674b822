import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunView } from '@faultline/core';
import type { StepExecution } from '@faultline/model';
import { z } from 'zod';
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
 * other: all of them would not fit into memory. Archives are unpacked for as long as it takes to read them.
 */
export function* nezhaCases(folder: string, everyNth = 1): Generator<IncidentCase> {
  for (const date of datesIn(join(folder, 'rca_data'))) {
    const list = join(folder, 'rca_data', date, `${date}-fault_list.json`);
    const faults = Object.values(faultListSchema.parse(JSON.parse(readFileSync(list, 'utf8')))).flat();
    const chosen = faults.filter((_, index) => index % everyNth === 0);
    const before = [
      ...withUnpacked(join(folder, 'construct_data', date), (unpacked) =>
        minutesIn(unpacked).flatMap((minute) => nezhaRuns(unpacked, minute)),
      ),
    ];
    yield* withUnpacked(join(folder, 'rca_data', date), function* casesIn(unpacked) {
      for (const { inject_timestamp: second, inject_pod: pod, inject_type: group } of chosen) {
        const injectedMs = second * 1000;
        const runs = Array.from({ length: 1 + minutesAfter }, (_, after) =>
          nezhaRuns(unpacked, minuteOf(injectedMs + after * minuteMs)),
        ).flat();
        const during = runs.filter(({ startMs }) => startMs >= injectedMs);
        yield caseOf(group, during, before, serviceOf(pod));
        const earlier = runs.filter(({ untilMs }) => untilMs < injectedMs);
        if (earlier.length >= leastWindow) yield caseOf('fault-free', earlier, before, undefined);
      }
    });
  }
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

const datesIn = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => /^\d{4}-\d\d-\d\d$/.test(name))
        .toSorted()
    : [];
