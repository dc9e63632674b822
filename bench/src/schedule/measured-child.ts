// Schedules one run some times over, or finds the longest path of its steps with graphlib, in a process of its own, so
// that jobs do not share heaps and compiled code. Prints the best figures.
import {
  criticalPath,
  drag,
  numberedDag,
  retime,
  scheduleGraph,
  slack,
  weightsOf,
  type TimedDag,
} from '@faultline/graph';
import { recordedOf, shapes, shuffled, type Recorded } from './generated-dag.ts';
import { graphlibLongestPath } from './graphlib-longest-path.ts';
import { stepGraphOf } from './step-graph.ts';

const [job, shapeName, size, rounds] = process.argv.slice(2);
const shape = shapes.find((one) => one === shapeName);
if (shape === undefined) throw new RangeError(`There is no shape "${shapeName}".`);
const ordered = recordedOf(shape, Number(size));
const figures = new Map<string, number>();
if (job === 'graphlib') peer();
else schedule(job === 'shuffled' ? shuffled(ordered) : ordered);
console.log(JSON.stringify({ ...Object.fromEntries(figures), peakMiB: process.resourceUsage().maxRSS / 1024 }));

function schedule(recorded: Recorded): void {
  const columns = { ...recorded, edges: { from: recorded.from, to: recorded.to } };
  for (let round = 0; round < Number(rounds); round++) {
    const startedMs = cpuMs();
    const { dag } = numberedDag(columns);
    keepBest('orderMs', startedMs);
    measure('graphMs', () => scheduleGraph(dag));
    measure('pathMs', () => criticalPath(dag));
    measure('slackMs', () => slack(dag));
    measure('dragMs', () => drag(dag));
    keepBest('allMs', startedMs);
    measureRetime(dag);
  }
}

function measureRetime(dag: TimedDag): void {
  const weights = weightsOf(dag);
  let untilNs = 0;
  measure('retimeMs', () => {
    ({ untilNs } = retime(dag, weights));
  });
  if (untilNs !== dag.untilNs) throw new Error(`Retimed by nothing, the run ends at ${untilNs}, not ${dag.untilNs}.`);
}

function peer(): void {
  const graph = stepGraphOf(ordered);
  for (let round = 0; round < Number(rounds); round++) measure('allMs', () => graphlibLongestPath(graph));
}

function measure(name: string, work: () => unknown): void {
  const startedMs = cpuMs();
  work();
  keepBest(name, startedMs);
}

function keepBest(name: string, startedMs: number): void {
  figures.set(name, Math.min(figures.get(name) ?? Infinity, cpuMs() - startedMs));
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
