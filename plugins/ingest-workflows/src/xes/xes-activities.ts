import type { Json, Status } from '@faultline/model';
import { Fifo } from './fifo.ts';
import type { XesAttributes } from './xes-log.ts';

/** An event with a time. */
export interface XesEvent {
  /** Its place in the trace, from 1. */
  readonly position: number;
  readonly name: string;
  /** Lower case; `complete` where nothing is said. */
  readonly transition: string;
  readonly timeMs: number;
  readonly attributes: XesAttributes;
}

/** One instance of an activity, put together from its events. */
export interface XesActivity {
  readonly position: number;
  readonly name: string;
  startMs: number;
  endMs: number | undefined;
  scheduledMs: number | undefined;
  suspendedAtMs: number | undefined;
  suspendedMs: number;
  status: Status;
  /** From one event only, so that nothing is known of how long it took. */
  isInstant: boolean;
  readonly attributes: XesAttributes;
}

/** The instances of one activity that are not over. */
interface Open {
  readonly waiting: Fifo<XesActivity>;
  readonly started: Fifo<XesActivity>;
}

/**
 * Pairs events into activities, by the standard lifecycle of XES: by `concept:instance` where it is given, else the first
 * that was started is the first that ends. In the order of the log. O(n).
 *
 *     A start 0 | A start 1 | A complete 4 | A complete 9 | B complete 9
 *     A 0-4       A 1-9                                     B at 9, an instant
 */
export function xesActivitiesOf(events: readonly XesEvent[]): readonly XesActivity[] {
  const activities: XesActivity[] = [];
  const openByKey = new Map<string, Open>();
  const begin = (event: XesEvent, status: Status): XesActivity => {
    const activity: XesActivity = {
      position: event.position,
      name: event.name,
      startMs: event.timeMs,
      endMs: undefined,
      scheduledMs: undefined,
      suspendedAtMs: undefined,
      suspendedMs: 0,
      status,
      isInstant: false,
      attributes: new Map(),
    };
    activities.push(activity);
    return activity;
  };

  for (const event of events) {
    const key = JSON.stringify([event.name, event.attributes.get('concept:instance')]);
    const open = openByKey.get(key) ?? { waiting: new Fifo<XesActivity>(), started: new Fifo<XesActivity>() };
    openByKey.set(key, open);
    add(
      advance(event, open, (status) => begin(event, status)),
      event,
    );
  }
  return activities;
}

/** The activity that an event is of, moved on by it. */
function advance(event: XesEvent, open: Open, begin: (status: Status) => XesActivity): XesActivity {
  const { waiting, started } = open;
  switch (event.transition) {
    case 'schedule':
    case 'assign':
    case 'reassign': {
      const known = event.transition === 'schedule' ? undefined : (waiting.first() ?? started.first());
      if (known !== undefined) return known;
      const activity = begin('pending');
      activity.scheduledMs = event.timeMs;
      waiting.push(activity);
      return activity;
    }
    case 'start': {
      const activity = waiting.shift() ?? begin('running');
      activity.status = 'running';
      activity.startMs = event.timeMs;
      started.push(activity);
      return activity;
    }
    case 'suspend': {
      const activity = started.first() ?? instant(event, begin('completed'));
      if (activity.status === 'running') activity.suspendedAtMs ??= event.timeMs;
      return activity;
    }
    case 'resume': {
      const activity = started.first() ?? instant(event, begin('completed'));
      if (activity.suspendedAtMs !== undefined) activity.suspendedMs += event.timeMs - activity.suspendedAtMs;
      activity.suspendedAtMs = undefined;
      return activity;
    }
    case 'complete':
      return ended(event, open, begin, 'completed');
    case 'ate_abort':
    case 'pi_abort':
    case 'withdraw':
      return ended(event, open, begin, 'failed');
    case 'autoskip':
    case 'manualskip':
      return ended(event, open, begin, 'skipped');
    default:
      return instant(event, begin('completed'));
  }
}

/** Ends the one that was started, else the one that was waiting, else there was nothing but this event. */
function ended(event: XesEvent, open: Open, begin: (status: Status) => XesActivity, status: Status): XesActivity {
  const started = open.started.shift();
  if (started !== undefined) {
    started.endMs = event.timeMs;
    started.status = status;
    if (started.suspendedAtMs !== undefined) started.suspendedMs += event.timeMs - started.suspendedAtMs;
    return started;
  }
  const activity = open.waiting.shift() ?? begin(status);
  // What is given up before it began was skipped.
  activity.status = status === 'failed' && activity.scheduledMs !== undefined ? 'skipped' : status;
  return instant(event, activity);
}

function instant(event: XesEvent, activity: XesActivity): XesActivity {
  activity.startMs = event.timeMs;
  activity.endMs = event.timeMs;
  activity.isInstant = true;
  return activity;
}

/** Told elsewhere in the run. */
const toldElsewhere: ReadonlySet<string> = new Set([
  'concept:name',
  'concept:instance',
  'lifecycle:transition',
  'time:timestamp',
]);

const standardTransitions: ReadonlySet<string> = new Set(
  'schedule assign reassign start suspend resume complete ate_abort pi_abort withdraw autoskip manualskip unknown'.split(
    ' ',
  ),
);

/** What events say; where a later one says otherwise, its transition stands beside the key. */
function add({ attributes }: XesActivity, event: XesEvent): void {
  for (const [key, value] of event.attributes) {
    if (toldElsewhere.has(key) && !(key === 'lifecycle:transition' && !standardTransitions.has(event.transition)))
      continue;
    if (!attributes.has(key)) attributes.set(key, value);
    else if (!isSame(attributes.get(key), value)) attributes.set(`${key}@${event.transition}`, value);
  }
}

/** Values of events are shallow, or bounded in depth by the reader of XML. */
const isSame = (a: Json | undefined, b: Json): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);
