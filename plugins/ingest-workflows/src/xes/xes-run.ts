import { hasZone, msOfInstant } from '@faultline/core';
import type { Run, StepExecution } from '@faultline/model';
import { noted } from '../noted.ts';
import { xesActivitiesOf, type XesActivity, type XesEvent } from './xes-activities.ts';
import type { XesAttributes, XesTrace } from './xes-log.ts';
import { xesNotes, type XesNoteId } from './xes-notes.ts';

/** The run that a trace tells of. `undefined`: no event of it has a time. */
export function xesRunOf(trace: XesTrace, ordinal: number, logName: string | undefined): Run | undefined {
  const events = trace.events.flatMap((attributes, index) => eventOf(attributes, index + 1) ?? []);
  if (events.length === 0) return undefined;
  const activities = xesActivitiesOf(events);
  const executions = executionsOf(activities);
  const isOpen = activities.some(({ status }) => status === 'running');
  const { attributes } = trace;
  const circumstances = [...attributes].filter(([key]) => key !== 'concept:name');
  const context = circumstances.flatMap(([key, value]) => (isScalar(value) ? [[key, value] as const] : []));
  const of = trace.events.length;
  const counted: readonly (readonly [XesNoteId, number, Readonly<Record<string, number>>])[] = [
    ['ingest/instant-events', activities.filter(({ isInstant }) => isInstant).length, { of }],
    [
      'ingest/unpaired-starts',
      activities.filter(({ status }) => status === 'running').length,
      { of: activities.length },
    ],
    [
      'ingest/unnamed-events',
      events.filter((event) => textOf(event.attributes, 'concept:name') === undefined).length,
      { of },
    ],
    ['ingest/local-times', events.filter((event) => isLocal(event.attributes)).length, { of }],
    ['ingest/dropped-events', of - events.length, { of }],
    ['ingest/dropped-attributes', circumstances.length - context.length, {}],
  ];
  return {
    schemaVersion: 1,
    id: textOf(attributes, 'concept:name') ?? textOf(attributes, 'identity:id') ?? `trace-${ordinal}`,
    workflowId: logName ?? 'event-log',
    context: Object.fromEntries(context),
    status: isOpen ? 'running' : events.some(({ transition }) => transition === 'pi_abort') ? 'failed' : 'completed',
    startMs: events.reduce((first, { timeMs }) => Math.min(first, timeMs), Infinity),
    ...(!isOpen && { endMs: events.reduce((last, { timeMs }) => Math.max(last, timeMs), -Infinity) }),
    metrics: { events: of },
    executions,
    edges: [],
    notes: noted(
      xesNotes,
      new Map(
        counted.flatMap(([id, count, data]) =>
          count > 0 ? [[id, { events: count, activities: count, attributes: count, ...data }] as const] : [],
        ),
      ),
    ),
  };
}

function eventOf(attributes: XesAttributes, position: number): XesEvent | undefined {
  const timeMs = msOfInstant(attributes.get('time:timestamp'));
  if (timeMs === undefined) return undefined;
  return {
    position,
    name: textOf(attributes, 'concept:name') ?? 'unnamed',
    transition: textOf(attributes, 'lifecycle:transition')?.toLowerCase() ?? 'complete',
    timeMs,
    attributes,
  };
}

/** Activities of one name are items of one step; after one that was aborted, the next is a further attempt at it. */
function executionsOf(activities: readonly XesActivity[]): readonly StepExecution[] {
  const last = new Map<string, { activity: XesActivity; attempt: number; items: number; item: string }>();
  return activities.map((activity) => {
    const before = last.get(activity.name);
    const isRetry = before?.activity.status === 'failed' && (before.activity.endMs ?? Infinity) <= activity.startMs;
    const items = (before?.items ?? 0) + (isRetry ? 0 : 1);
    const item = isRetry ? before.item : items === 1 ? '' : String(items);
    const attempt = isRetry ? before.attempt + 1 : 1;
    last.set(activity.name, { activity, attempt, items, item });
    return executionOf(activity, item, attempt);
  });
}

function executionOf(activity: XesActivity, item: string, attempt: number): StepExecution {
  const { position, name, startMs, endMs, scheduledMs, suspendedMs, status, attributes } = activity;
  const cost = costOf(attributes);
  const others = [...attributes].filter(([key]) => cost === undefined || !costKeys.has(key));
  return {
    id: `event-${position}`,
    stepId: name,
    type: 'task',
    item,
    attempt,
    isAsync: false,
    ...(scheduledMs !== undefined && status !== 'pending' && { queuedMs: scheduledMs }),
    startMs,
    ...(endMs !== undefined && { endMs }),
    status,
    ...(status === 'failed' && { error: { type: 'cancelled', message: 'The activity was aborted or withdrawn.' } }),
    metrics: { ...(suspendedMs > 0 && { suspendedMs }), ...cost },
    ...(others.length > 0 && { attributes: Object.fromEntries(others) }),
  };
}

const costKeys: ReadonlySet<string> = new Set(['cost:total', 'cost:currency']);

/** A number of nothing is no metric: without a currency the cost stays an attribute. */
function costOf(attributes: XesAttributes): Readonly<Record<string, number>> | undefined {
  const total = attributes.get('cost:total');
  const currency = textOf(attributes, 'cost:currency');
  if (typeof total !== 'number' || currency === undefined || !/^[a-z]{3}$/i.test(currency)) return undefined;
  return { [`cost${currency.charAt(0).toUpperCase()}${currency.slice(1).toLowerCase()}`]: total };
}

const isLocal = (attributes: XesAttributes): boolean => !hasZone(textOf(attributes, 'time:timestamp') ?? 'Z');

const textOf = (attributes: XesAttributes, key: string): string | undefined => {
  const value = attributes.get(key);
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
};

const isScalar = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
