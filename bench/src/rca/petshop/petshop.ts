import { join } from 'node:path';
import type { RunView } from '@faultline/core';
import { baselines, type Baselines } from '@faultline/facts';
import type { Row } from '../../benchmark.ts';
import { nothingRow, passedOverRows, type PassedOver } from '../../data/passed-over.ts';
import type { IncidentCase } from '../incident-case.ts';
import { accuracyRow, healthyRow, incidentRows, judged } from '../incident-rows.ts';
import { depthsFrom, type PlaceFigures } from '../place-figures.ts';
import {
  isSeenFromOutside,
  petshopScenarios,
  symptoms,
  type PetshopScenario,
  type Symptom,
} from './petshop-scenarios.ts';

/** 37 and 46 of 52. */
const wanted = { 'AC@1': 37 / 52, 'AC@3': 46 / 52 } as const;
/** The share of the fault-free rows that is learned where the rest is asked about. */
const learnedShare = 0.6;
/** Rows of a window without a fault: one before, the others as if they were an incident, as with the issues. */
const windowRows = 5;

/**
 * Services blamed for slowness and errors of a shop, from metrics of every five minutes: M. Hardt et al., "The PetShop dataset:
 * finding causes of performance issues across microservices", CLeaR 2024. What is usual is learned from the fault-free rows
 * of the scenario; scenarios without any are left out.
 */
export function* petshop(dataFolder: string): Generator<Row> {
  const folder = join(dataFolder, 'rca', 'petshop', 'dataset');
  const passedOver: PassedOver[] = [];
  const scenarios = petshopScenarios(folder, passedOver);
  yield* passedOverRows('petshop', passedOver);
  if (scenarios.length === 0) {
    yield nothingRow('petshop', `scenario with a graph.csv under "${folder}"`);
    return;
  }
  const cases = scenarios.filter(isScored).flatMap((scenario) =>
    symptoms.flatMap((symptom) => {
      const healthy = scenario.healthy[symptom];
      const learned = learnedFrom(healthy);
      return scenario.issues
        .filter((issue) => issue.symptom === symptom)
        .map((issue) => caseOf(scenario, symptom, { ...issue, healthy, learned }));
    }),
  );
  if (cases.length > 0) {
    yield* incidentRows('petshop', cases.map(judged), wanted);
    yield accuracyRow('petshop', 'ours, addresses may be blamed', cases.map(withAddresses).map(judged));
    yield published;
  }
  const windows = scenarios.flatMap((scenario) =>
    symptoms.flatMap((symptom) => healthyWindows(scenario, symptom).map(judged)),
  );
  if (windows.length > 0) yield healthyRow('petshop', windows);
  const leftOut = scenarios.filter((scenario) => !isScored(scenario));
  const issues = leftOut.reduce((sum, scenario) => sum + scenario.issues.length, 0);
  if (issues > 0)
    yield { columns: { set: 'petshop', group: 'left out', cases: issues, note: 'scenarios without fault-free rows' } };
}

/** As if it was not known which of the names are only what callers saw of a service. */
const withAddresses = (one: IncidentCase): IncidentCase => ({
  ...one,
  options: { ...one.options, canBeAtFault: () => true },
});

const isScored = ({ healthy }: PetshopScenario): boolean => healthy.latency.length > 0;

interface Window {
  readonly during: readonly RunView[];
  readonly before: readonly RunView[];
  readonly healthy: readonly RunView[];
  readonly learned: Baselines;
  readonly target: string;
  readonly rootCause?: string;
}

function caseOf({ name, callees }: PetshopScenario, symptom: Symptom, window: Window): IncidentCase {
  const { during, before, healthy, learned, target, rootCause } = window;
  return {
    group: `${name}, ${symptom}`,
    during,
    before,
    options: {
      learned,
      // All of them count slowness or errors.
      worseOf: () => ['high'],
      canBeAtFault: (place) => !isSeenFromOutside(place),
    },
    figures: figuresOf(healthy, during, depthsFrom(target, callees)),
    symptom: target,
    rootCause,
  };
}

/** Fault-free rows after those that are learned, in windows. */
function healthyWindows(scenario: PetshopScenario, symptom: Symptom): IncidentCase[] {
  const rows = scenario.healthy[symptom];
  const [target] = scenario.issues.map((issue) => issue.target);
  const from = Math.floor(learnedShare * rows.length);
  const healthy = rows.slice(0, from);
  if (healthy.length === 0 || target === undefined) return [];
  const learned = learnedFrom(healthy);
  return Array.from({ length: Math.floor((rows.length - from) / windowRows) }, (_, window) => {
    const [first, ...during] = rows.slice(from + window * windowRows, from + (window + 1) * windowRows);
    return caseOf(scenario, symptom, { during, before: first ? [first] : [], healthy, learned, target });
  });
}

function learnedFrom(runs: readonly RunView[]): Baselines {
  let state = baselines.empty();
  for (const run of runs) state = baselines.add(state, run);
  return baselines.view(state);
}

function figuresOf(
  before: readonly RunView[],
  during: readonly RunView[],
  depths: ReadonlyMap<string, number>,
): PlaceFigures[] {
  const places = [...new Set(during.flatMap(({ executions }) => executions.map(({ stepId }) => stepId)))];
  return places
    .filter((place) => !isSeenFromOutside(place))
    .map((place) => {
      const metricsIn = (runs: readonly RunView[]) =>
        runs.flatMap((run) => run.executionsOf(place).map(({ metrics }) => metrics));
      const [usual, now] = [metricsIn(before), metricsIn(during)];
      const names = [...new Set(now.flatMap(Object.keys))];
      const valuesOf = (all: typeof now, name: string): number[] => all.flatMap((metrics) => metrics[name] ?? []);
      return {
        place,
        depth: depths.get(place) ?? 0,
        figures: names.map((name) => ({ before: valuesOf(usual, name), during: valuesOf(now, name) })),
      };
    });
}

/** For context: all 52 issues that have fault-free rows, of which some may be missing here. */
const published: Row = {
  columns: {
    set: 'petshop',
    group: 'all',
    method: 'traversal (as published)',
    cases: 52,
    'AC@1': 34 / 52,
    'AC@3': 43 / 52,
  },
};
