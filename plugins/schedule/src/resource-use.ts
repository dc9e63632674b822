import type { RunView } from '@faultline/core';
import { fact } from '@faultline/graph';
import type { StepExecution, Unit } from '@faultline/model';
import { peakDemand } from '@faultline/simulator';

/** A resource, by the name of its metric, and what each execution asked for and used. */
export interface ResourceUse {
  readonly metric: string;
  readonly unit: Unit;
  /** By node: what the definition asks for. `NaN`: nothing is declared. */
  readonly requested: Float64Array;
  /** By node: what was recorded. `NaN`: nothing was. */
  readonly used: Float64Array;
  /** By node: what it holds while it runs, as declared, else as recorded. 0 for what has others work, and for joins. */
  readonly demand: Float64Array;
  /** The most that was held at once: at least so much there was. */
  readonly peak: number;
}

const units: ReadonlyMap<string, Unit> = new Map([
  ['memoryMiB', 'mib'],
  ['cpuCores', 'cores'],
  ['gpus', 'gpus'],
]);

/** The resources of a run that are declared, and of memory, CPU and GPU those that were recorded. O(R V log V) for R of them. */
export const resourceUse = fact((run: RunView): readonly ResourceUse[] =>
  [...metricsOf(run)].toSorted().flatMap((metric) => {
    const use = useOf(run, metric);
    return use.peak > 0 ? [use] : [];
  }),
);

function metricsOf({ definition, executions }: RunView): Set<string> {
  const metrics = new Set<string>();
  for (const { resources } of definition?.steps ?? []) for (const metric of Object.keys(resources)) metrics.add(metric);
  // Written out, because most executions have none of them: looking up three names takes longer than all the rest.
  for (const { metrics: recorded } of executions) {
    if (recorded['memoryMiB'] !== undefined) metrics.add('memoryMiB');
    if (recorded['cpuCores'] !== undefined) metrics.add('cpuCores');
    if (recorded['gpus'] !== undefined) metrics.add('gpus');
  }
  return metrics;
}

function useOf(run: RunView, metric: string): ResourceUse {
  const requested = new Float64Array(run.executionCount).fill(Number.NaN);
  const used = new Float64Array(run.executionCount).fill(Number.NaN);
  const demand = new Float64Array(run.size);
  for (let node = 0; node < run.executionCount; node++) {
    const execution = run.executions[node]!;
    const declared = requestOf(run, execution, metric);
    const recorded = valueOf(execution.metrics, metric);
    if (declared !== undefined) requested[node] = declared;
    if (recorded !== undefined && recorded >= 0) used[node] = recorded;
    demand[node] = declared ?? Math.max(0, recorded ?? 0);
  }
  for (let node = 0; node < run.executionCount; node++) if (run.parent[node]! >= 0) demand[run.parent[node]!] = 0;
  return {
    metric,
    unit: units.get(metric) ?? 'count',
    requested,
    used,
    demand,
    peak: peakDemand(run.startNs, run.endNs, demand),
  };
}

const requestOf = (run: RunView, execution: StepExecution, metric: string): number | undefined => {
  const step = run.stepOf(execution);
  return step && valueOf(step.resources, metric);
};

/** What objects inherit is no value. */
const valueOf = (values: Readonly<Record<string, number>>, metric: string): number | undefined =>
  Object.hasOwn(values, metric) ? values[metric] : undefined;
