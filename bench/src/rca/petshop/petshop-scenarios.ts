import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { viewOf, type RunView } from '@faultline/core';
import type { Edge, Run, StepExecution } from '@faultline/model';
import { z } from 'zod';
import { foldersIn } from '../../data/files-in.ts';
import { attempted, type PassedOver } from '../../data/passed-over.ts';
import { jsonIn, linesIn } from '../../data/text-in.ts';

/** What users noticed: the latency or the availability of a service. */
export const symptoms = ['latency', 'availability'] as const;
export type Symptom = (typeof symptoms)[number];

/** One labelled issue. */
interface PetshopIssue {
  readonly symptom: Symptom;
  readonly target: string;
  readonly rootCause: string;
  /** Rows that end before it was noticed, and the others. */
  readonly before: readonly RunView[];
  readonly during: readonly RunView[];
}

/** One folder: traffic of one kind. */
export interface PetshopScenario {
  readonly name: string;
  readonly callees: Callees;
  /** Fault-free rows in order of time. Empty: there are none. */
  readonly healthy: Readonly<Record<Symptom, readonly RunView[]>>;
  readonly issues: readonly PetshopIssue[];
}

const targetSchema = z.object({
  target: z.object({ node: z.string(), metric: z.enum(symptoms), timestamp: z.number() }),
  root_cause: z.object({ node: z.string() }),
});
/** How long a row is. */
const rowMs = 300_000;

/** All scenarios of a data set, by name: folders with a graph. What of them cannot be read is passed over. */
export function petshopScenarios(folder: string, passedOver: PassedOver[]): readonly PetshopScenario[] {
  return foldersIn(folder).flatMap(
    (name) => attempted(name, passedOver, () => scenarioIn(folder, name, passedOver)) ?? [],
  );
}

function scenarioIn(folder: string, name: string, passedOver: PassedOver[]): PetshopScenario {
  const scenario = join(folder, name);
  const graph = join(scenario, 'graph.csv');
  if (!existsSync(graph)) throw new Error('it has no graph.csv');
  const callees = calleesIn(graph);
  const file = `${name}/noissue/metrics.csv`;
  const healthyRuns = (symptom: Symptom): readonly RunView[] =>
    (existsSync(join(folder, file))
      ? attempted(file, passedOver, () => runsOf(join(folder, file), name, symptom, callees))
      : undefined) ?? [];
  const issueNames = ['train', 'test'].flatMap((split) =>
    foldersIn(join(scenario, split)).map((issue) => `${name}/${split}/${issue}`),
  );
  return {
    name,
    callees,
    healthy: { latency: healthyRuns('latency'), availability: healthyRuns('availability') },
    issues: issueNames.flatMap(
      (issue) => attempted(issue, passedOver, () => issueIn(join(folder, issue), name, callees)) ?? [],
    ),
  };
}

function issueIn(issue: string, workflowId: string, callees: Callees): PetshopIssue {
  const { target, root_cause: root } = jsonIn(join(issue, 'target.json'), targetSchema);
  const runs = runsOf(join(issue, 'metrics.csv'), workflowId, target.metric, callees);
  const isDuring = ({ startMs }: RunView): boolean => startMs + rowMs > target.timestamp * 1000;
  const during = runs.filter(isDuring);
  if (during.length === 0) throw new Error('no row of its metrics is as late as it was noticed');
  return {
    symptom: target.metric,
    target: target.node,
    rootCause: root.node,
    before: runs.filter((run) => !isDuring(run)),
    during,
  };
}

/** By caller. */
type Callees = ReadonlyMap<string, readonly string[]>;

/** The matrix has a row for each caller and a column for each callee. */
function calleesIn(file: string): Callees {
  const [[, ...names] = [], ...rows] = cellsOf(file);
  const callees = new Map(
    rows.map(([caller = '', ...calls]) => [caller, names.filter((_, at) => Number(calls[at]) > 0)] as const),
  );
  const behind = new Map<string, readonly string[]>();
  for (const called of callees.values()) {
    const traced = called.filter((name) => !isRemote(name));
    for (const name of called.filter(isRemote)) behind.set(name, [...(behind.get(name) ?? []), ...traced]);
  }
  return new Map(
    [...callees].map(([caller, called]) => [caller, [...new Set([...called, ...(behind.get(caller) ?? [])])]]),
  );
}

/**
 * An address that was only seen from outside. What answers there may be any of the services that its callers call, so it
 * is taken to need them.
 */
const isRemote = (service: string): boolean => service.endsWith('_remote');

/** Whether it is the side of a caller, or an address that callers saw, and no service. */
export const isSeenFromOutside = (service: string): boolean => isRemote(service) || service.endsWith('_client');

/** One run for each row, one execution for each service that was seen in it. Callers need what they call. */
function runsOf(file: string, workflowId: string, symptom: Symptom, callees: Callees): RunView[] {
  const [services = [], metrics = [], statistics = [], , ...rows] = cellsOf(file);
  return rows.map((cells) => {
    const startMs = Number(cells[0]) * 1000;
    const byService = new Map<string, Map<string, number>>();
    for (const [at, cell] of cells.entries()) {
      if (at === 0 || cell === '' || metrics[at] !== symptom) continue;
      const service = services[at] ?? '';
      let known = byService.get(service);
      if (known === undefined) byService.set(service, (known = new Map()));
      if (symptom === 'latency') known.set(`latency${statistics[at]}Ms`, Number(cell) * 1000);
      else known.set('errorPercent', 100 - Number(cell));
    }
    return viewOf(runOf(workflowId, startMs, byService, callees));
  });
}

function runOf(
  workflowId: string,
  startMs: number,
  byService: ReadonlyMap<string, ReadonlyMap<string, number>>,
  callees: Callees,
): Run {
  const executions = [...byService].map(([service, metrics]): StepExecution => ({
    id: service,
    stepId: service,
    type: 'service',
    item: '',
    attempt: 1,
    isAsync: false,
    startMs,
    endMs: startMs,
    status: 'completed',
    metrics: Object.fromEntries(metrics),
  }));
  const edges = [...callees].flatMap(([to, called]) =>
    called
      .filter((from) => byService.has(from) && byService.has(to))
      .map((from): Edge => ({ from, to, origin: 'declared', kind: 'needs' })),
  );
  return {
    schemaVersion: 1,
    id: `${workflowId} ${startMs}`,
    workflowId,
    context: {},
    status: 'completed',
    startMs,
    endMs: startMs + rowMs,
    metrics: {},
    executions,
    edges,
    notes: [],
  };
}

const cellsOf = (file: string): string[][] => linesIn(file).map((line) => line.trim().split(','));
