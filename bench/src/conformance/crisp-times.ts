import type { RunView } from '@faultline/core';
import { criticalPath, DETACHED, editedWeights, eventGraph, retime, segmentsOf } from '@faultline/graph';
import { z } from 'zod';
import { figuresText, type Check, type Decision } from './checks.ts';
import { crispExclusiveTimes, crispTimeSaved, slightOverlapIn } from './crisp-overlaps.ts';
import { hasFailed, jaegerTraceSchema, operationOf, type JaegerSpan, type JaegerTrace } from './jaeger-trace.ts';
import { nodeOfSpan, usOf } from './runs-in.ts';

const timesSchema = z.record(z.string(), z.number());

/** What a test case of CRISP states: times by operation on the critical path, in the unit of the trace, and more. */
export const crispFixtureSchema = z.looseObject({
  data: z.array(jaegerTraceSchema).min(1),
  testing: z.union([
    z.looseObject({
      opTimeExclusive: timesSchema.optional(),
      totalWork: z.number().optional(),
      timeSavedOnWork: z.number().optional(),
      timeSavedOnCP: z.number().optional(),
    }),
    // An older form has the times alone, of each trace.
    z
      .array(timesSchema)
      .min(1)
      .transform((all) => all.map((opTimeExclusive) => ({ opTimeExclusive }))),
  ]),
});

/** What is stated of one trace. */
export interface CrispStatement {
  readonly trace: JaegerTrace;
  /** Where the file has several traces. */
  readonly traceId?: string;
  readonly opTimeExclusive?: Readonly<Record<string, number>> | undefined;
  readonly totalWork?: number | undefined;
  readonly timeSavedOnWork?: number | undefined;
  readonly timeSavedOnCP?: number | undefined;
}

/** One for each trace. What is stated once is stated of all of them. */
export const crispStatements = ({ data, testing }: z.infer<typeof crispFixtureSchema>): readonly CrispStatement[] =>
  data.map((trace, at) => ({
    trace,
    ...(data.length > 1 && { traceId: trace.traceID ?? trace.spans[0]?.traceID ?? '' }),
    ...(Array.isArray(testing) ? (testing[at] ?? testing[0]) : testing),
  }));

/** Compares exclusive times, total work and what would be saved if nothing had failed, as far as they are stated. */
export function crispChecks(stated: CrispStatement, view: RunView): readonly Check[] {
  const { trace, opTimeExclusive } = stated;
  const failed = trace.spans.filter(hasFailed);
  return [
    ...(opTimeExclusive === undefined ? [] : [exclusiveCheck(opTimeExclusive, trace, view)]),
    ...workCheck('total work', stated.totalWork, trace.spans, view),
    ...workCheck('work saved', stated.timeSavedOnWork, failed, view),
    ...savedCheck(stated.timeSavedOnCP, failed, view),
  ];
}

/**
 * With the tolerance that the peer has, the same is on the path, and every overlap counts twice. Nothing to compare where
 * nothing overlaps slightly.
 */
export const toleranceChecks = ({ trace, opTimeExclusive }: CrispStatement, view: RunView): readonly Check[] =>
  opTimeExclusive === undefined || slightOverlapIn(view) === undefined
    ? []
    : [
        {
          figure: 'exclusive times',
          expected: figuresText(Object.entries(opTimeExclusive)),
          found: byOperation(trace, view, crispExclusiveTimes(view)),
        },
      ];

const check = (figure: string, expected: number | undefined, found: number): readonly Check[] =>
  expected === undefined ? [] : [{ figure, expected: String(expected), found: String(found) }];

function exclusiveCheck(stated: Readonly<Record<string, number>>, trace: JaegerTrace, view: RunView): Check {
  const expected = figuresText(Object.entries(stated));
  const found = byOperation(trace, view, exclusiveTimes(view));
  const ofPeer = byOperation(trace, view, crispExclusiveTimes(view));
  return { figure: 'exclusive times', expected, found, ...(expected === ofPeer && overlapDecision(view)) };
}

function exclusiveTimes(view: RunView): ReadonlyMap<number, number> {
  const times = new Map<number, number>();
  for (const { node, fromNs, toNs } of segmentsOf(criticalPath(view)))
    times.set(node, (times.get(node) ?? 0) + usOf(toNs) - usOf(fromNs));
  return times;
}

function byOperation(trace: JaegerTrace, view: RunView, timesUs: ReadonlyMap<number, number>): string {
  const operations = new Map(trace.spans.map((span) => [nodeOfSpan(view, span.spanID), operationOf(trace, span)]));
  const times = new Map<string, number>();
  for (const [node, us] of timesUs) {
    const operation = operations.get(node) ?? 'run';
    times.set(operation, (times.get(operation) ?? 0) + us);
  }
  return figuresText(times);
}

/** Siblings that overlap slightly: the peer takes that for order, we do not. */
function overlapDecision(view: RunView): { readonly decision: Decision } | undefined {
  const overlap = slightOverlapIn(view);
  if (overlap === undefined) return undefined;
  const nameOf = (node: number): string => `"${view.executions[node]?.id ?? 'run'}"`;
  const { before, after, overlapUs } = overlap;
  const reason = `the peer counts twice by how much siblings overlap, as ${nameOf(before)} and ${nameOf(after)} by ${overlapUs}`;
  return { decision: { number: 2, reason } };
}

/** The durations of spans, as recorded. The peer cuts off what lies outside of a parent before it adds them up. */
function workCheck(
  figure: string,
  stated: number | undefined,
  spans: readonly JaegerSpan[],
  view: RunView,
): readonly Check[] {
  const { startNs, endNs, detached } = eventGraph(view).nested;
  let [whole, inside] = [0, 0];
  for (const { spanID, duration } of spans) {
    const node = nodeOfSpan(view, spanID);
    whole += duration;
    if (detached[node] === DETACHED.no) inside += usOf(endNs[node] ?? NaN) - usOf(startNs[node] ?? NaN);
  }
  const isCutOff = stated === inside && whole !== inside;
  const decision = { number: 3, reason: 'as recorded; what lies outside of a parent is no less work' };
  return check(figure, stated, whole).map((one) => (isCutOff ? { ...one, decision } : one));
}

/** How much earlier the run would have ended if what failed had taken no time. */
function savedCheck(stated: number | undefined, failed: readonly JaegerSpan[], view: RunView): readonly Check[] {
  const nodes = failed.map(({ spanID }) => nodeOfSpan(view, spanID));
  const edits = nodes.map((node) => ({ node, factor: 0 }));
  const found = usOf(view.untilNs - retime(view, editedWeights(view, edits)).untilNs);
  const isOfPeer = stated === crispTimeSaved(view, new Set(nodes));
  return check('time saved', stated, found).map((one) => ({ ...one, ...(isOfPeer && overlapDecision(view)) }));
}
