import { runSchema, type Run } from '@faultline/model';
import { seededRandom } from '@faultline/stats';

/** How many are looked at for false alarms. */
export const routedRuns = 100;
const stepsOfWay = 4;

/** A healthy run that takes one of two ways of four steps, by turns, and skips the other. */
export function routedRun(number: number): Run {
  const random = seededRandom(number + 1);
  const step = (id: string, startMs: number, isTaken = true) => ({
    id,
    stepId: id,
    startMs,
    endMs: isTaken ? startMs + 500 + 300 * random() : startMs,
    status: isTaken ? 'completed' : 'skipped',
  });
  const ways = ['left', 'right'].map((way) => Array.from({ length: stepsOfWay }, (_, at) => `${way}${at}`));
  const executions = [
    step('route', 0),
    ...ways.flatMap((way, index) => way.map((id) => step(id, 1000, index === number % 2))),
    step('join', 2000),
  ];
  const edges = ways.flat().flatMap((id) => [
    { from: 'route', to: id, origin: 'explicit' },
    { from: id, to: 'join', origin: 'explicit' },
  ]);
  return runSchema.parse({
    id: `routed-${number}`,
    workflowId: 'routed',
    status: 'completed',
    startMs: 0,
    endMs: 2900,
    executions,
    edges,
  });
}
