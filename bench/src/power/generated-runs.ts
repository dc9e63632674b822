import type { Run, StepExecution } from '@faultline/model';
import { normal, type Random } from '../calibration/families.ts';

/** What is planted into a run. */
export type RunAnomaly = 'none' | 'lost step' | 'loop';

const always = ['fetch', 'parse', 'plan', 'rank', 'answer'];
/** One run in 200 does without one of these five. */
const naturallyLost = 0.001;

/**
 * A run of seven steps, one after the other: five that nearly every run has, `search` with one to eight rounds, and
 * `review` in six of ten runs. A lost step is one of the five; a loop are four rounds of `search` more than there would be,
 * with the input of the last.
 */
export function generatedRun(id: string, startMs: number, anomaly: RunAnomaly, random: Random): Run {
  const lost = anomaly === 'lost step' ? always[Math.floor(random() * always.length)] : undefined;
  const loopRounds = anomaly === 'loop' ? 4 : 0;
  let rounds = 1;
  while (rounds < 8 && random() < 0.4) rounds++;
  const stepIds = [
    ...always.slice(0, 3),
    ...Array.from({ length: rounds + loopRounds }, () => 'search'),
    ...always.slice(3),
    ...(random() < 0.6 ? ['review'] : []),
  ].filter((stepId) => stepId !== lost && (!always.includes(stepId) || random() >= naturallyLost));
  const executions: StepExecution[] = [];
  let searches = 0;
  let atMs = startMs;
  for (const [index, stepId] of stepIds.entries()) {
    const endMs = atMs + 100 * (1 + (stepId.length % 4)) * Math.exp(0.4 * normal(random));
    executions.push({
      id: String(index),
      stepId,
      type: 'task',
      item: stepId === 'search' ? String(index) : '',
      attempt: 1,
      isAsync: false,
      startMs: atMs,
      endMs,
      status: 'completed',
      ...(stepId === 'search' && { input: { query: Math.min(++searches, rounds) } }),
      metrics: {},
    });
    atMs = endMs;
  }
  return {
    schemaVersion: 1,
    id,
    workflowId: 'generated',
    context: {},
    status: 'completed',
    startMs,
    endMs: atMs,
    metrics: {},
    executions,
    edges: [],
    notes: [],
  };
}

/** What can be measured of a generated run without knowing anything about it: rounds and time by step, and the whole. */
export function figuresOf({ startMs, endMs = startMs, executions }: Run): number[] {
  const bySteps = [...always, 'search', 'review'].flatMap((stepId) => {
    const own = executions.filter((execution) => execution.stepId === stepId);
    return [own.length, own.reduce((sum, { startMs: from, endMs: to = from }) => sum + to - from, 0)];
  });
  return [endMs - startMs, executions.length, ...bySteps];
}
