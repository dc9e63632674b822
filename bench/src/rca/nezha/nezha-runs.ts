import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { viewOf, type RunView } from '@faultline/core';
import type { Run, StepExecution } from '@faultline/model';
import { filesIn } from '../../data/files-in.ts';
import { linesIn } from '../../data/text-in.ts';
import { logTemplate } from './log-template.ts';

/** The traces of one minute with their log lines, in order of time: one run each. Missing files hold none. */
export function nezhaRuns(folder: string, minute: string): RunView[] {
  const traces = new Map<string, StepExecution[]>();
  for (const [traceId = '', spanId = '', parentId = '', pod = '', operation = '', start = '', end = ''] of rowsOf(
    join(folder, 'trace', `${minute}_trace.csv`),
  )) {
    const service = serviceOf(pod);
    const executions = entryOf(traces, traceId);
    executions.push({
      id: spanId,
      stepId: `${service} ${operation}`,
      type: 'task',
      item: '',
      attempt: 1,
      isAsync: false,
      ...(parentId !== 'root' && { parentId }),
      startMs: msOf(start),
      endMs: msOf(end),
      status: 'completed',
      metrics: {},
      attributes: { service },
    });
  }
  const spans = new Map([...traces].map(([id, executions]) => [id, new Set(executions.map((one) => one.id))]));
  let line = 0;
  for (const [, time = '', , pod = '', , traceId = '', spanId = '', ...log] of rowsOf(
    join(folder, 'log', `${minute}_log.csv`),
  )) {
    if (spans.get(traceId)?.has(spanId) !== true) continue;
    const service = serviceOf(pod);
    entryOf(traces, traceId).push({
      id: `log ${line++}`,
      stepId: `${service} ${logTemplate(log.join(','))}`,
      type: 'log',
      item: '',
      attempt: 1,
      isAsync: false,
      parentId: spanId,
      startMs: msOf(time),
      endMs: msOf(time),
      status: 'completed',
      metrics: {},
      attributes: { service },
    });
  }
  return [...traces].map(([id, executions]) => viewOf(runOf(id, executions))).toSorted((a, b) => a.startMs - b.startMs);
}

/** Minutes of which there are traces, in order. */
export const minutesIn = (folder: string): readonly string[] =>
  filesIn(join(folder, 'trace')).flatMap((name) => /^(\d\d_\d\d)_trace\.csv$/.exec(name)?.[1] ?? []);

/** How the files of a minute are named: `11_39`. */
export const minuteOf = (timeMs: number): string => new Date(timeMs).toISOString().slice(11, 16).replace(':', '_');

/** `ts-order-service-5b67c48447-fj8b7` is a pod of `ts-order-service`. */
export const serviceOf = (pod: string): string => pod.replace(/-[^-]+-[^-]+$/, '');

function runOf(id: string, executions: readonly StepExecution[]): Run {
  return {
    schemaVersion: 1,
    id,
    workflowId: 'nezha',
    context: {},
    status: 'completed',
    startMs: executions.reduce((first, { startMs }) => Math.min(first, startMs), Infinity),
    endMs: executions.reduce((last, { endMs = 0 }) => Math.max(last, endMs), 0),
    metrics: {},
    executions,
    edges: [],
    notes: [],
  };
}

/** Nanoseconds as they are written, in milliseconds. */
const msOf = (nanoseconds: string): number => Number(nanoseconds.slice(0, -6)) + Number(nanoseconds.slice(-6)) / 1e6;

const rowsOf = (file: string): string[][] =>
  existsSync(file)
    ? linesIn(file)
        .slice(1)
        .map((line) => line.split(','))
    : [];

function entryOf(traces: Map<string, StepExecution[]>, id: string): StepExecution[] {
  let executions = traces.get(id);
  if (executions === undefined) traces.set(id, (executions = []));
  return executions;
}
