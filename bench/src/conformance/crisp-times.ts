import type { RunView } from '@faultline/core';
import {
  criticalPath,
  DETACHED,
  editedWeights,
  eventGraph,
  retime,
  segmentsOf,
  withScheduleOptions,
} from '@faultline/graph';
import { z } from 'zod';
import { figuresText, type Check, type Decision } from './checks.ts';
import { hasFailed, jaegerTraceSchema, operationOf, type JaegerSpan, type JaegerTrace } from './jaeger-trace.ts';
import { nodeOfSpan, NS_PER_US } from './runs-in.ts';

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
    // An older form has the times alone.
    z
      .array(timesSchema)
      .min(1)
      .transform(([opTimeExclusive]) => ({ opTimeExclusive })),
  ]),
});

type CrispFixture = z.infer<typeof crispFixtureSchema>;

/** The overlap that CRISP takes for order, as a share of the parent. */
const CRISP_OVERLAP = 0.01;

/** Compares exclusive times, total work and what would be saved if nothing had failed, as far as they are stated. */
export function crispChecks({ data, testing }: CrispFixture, view: RunView): readonly Check[] {
  const trace = data[0]!;
  const failed = trace.spans.filter(hasFailed);
  const { opTimeExclusive, ...stated } = { ...noTotals, ...testing };
  const checks = [
    ...(opTimeExclusive === undefined ? [] : [exclusiveCheck(opTimeExclusive, trace, view)]),
    ...workCheck('total work', stated.totalWork, trace.spans, view),
    ...workCheck('work saved', stated.timeSavedOnWork, failed, view),
    ...check('time saved', stated.timeSavedOnCP, timeSaved(failed, view)),
  ];
  const overlap = overlapIn(trace);
  return checks.map((one) => (overlap === undefined ? one : { ...one, decision: overlap }));
}

const noTotals = { totalWork: undefined, timeSavedOnWork: undefined, timeSavedOnCP: undefined };

/**
 * With the tolerance that the peer has, the same operations are on the path. Its times are not ours: it counts an overlap
 * twice, once for each sibling. Nothing to compare where nothing overlaps slightly.
 */
export function toleranceChecks(
  { data, testing }: z.infer<typeof crispFixtureSchema>,
  view: RunView,
): readonly Check[] {
  const trace = data[0]!;
  if (overlapIn(trace) === undefined) return [];
  const tolerant = withScheduleOptions(view, { overlapTolerance: { shareOfParent: CRISP_OVERLAP } });
  const stated = Object.entries(testing.opTimeExclusive ?? {}).filter(([, time]) => time > 0);
  const members = exclusiveTimes(trace, tolerant).keys();
  return [
    {
      figure: 'members',
      expected: stated
        .map(([operation]) => operation)
        .toSorted()
        .join(', '),
      found: [...members].toSorted().join(', '),
    },
  ];
}

const check = (figure: string, expected: number | undefined, found: number): readonly Check[] =>
  expected === undefined ? [] : [{ figure, expected: String(expected), found: String(found) }];

const exclusiveCheck = (stated: Readonly<Record<string, number>>, trace: JaegerTrace, view: RunView): Check => ({
  figure: 'exclusive times',
  expected: figuresText(Object.entries(stated)),
  found: figuresText(exclusiveTimes(trace, view)),
});

function exclusiveTimes(trace: JaegerTrace, view: RunView): ReadonlyMap<string, number> {
  const operations = new Map(trace.spans.map((span) => [nodeOfSpan(view, span.spanID), operationOf(trace, span)]));
  const times = new Map<string, number>();
  for (const { node, fromNs, toNs } of segmentsOf(criticalPath(view))) {
    const operation = operations.get(node) ?? 'run';
    times.set(operation, (times.get(operation) ?? 0) + (toNs - fromNs) / NS_PER_US);
  }
  return times;
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
    if (detached[node] === DETACHED.no) inside += ((endNs[node] ?? NaN) - (startNs[node] ?? NaN)) / NS_PER_US;
  }
  const isCutOff = stated === inside && whole !== inside;
  const decision = { number: 3, reason: 'as recorded; what lies outside of a parent is no less work' };
  return check(figure, stated, whole).map((one) => (isCutOff ? { ...one, decision } : one));
}

/** How much earlier the run would have ended if what failed had taken no time. */
function timeSaved(failed: readonly JaegerSpan[], view: RunView): number {
  const edits = failed.map(({ spanID }) => ({ node: nodeOfSpan(view, spanID), factor: 0 }));
  return (view.untilNs - retime(view, editedWeights(view, edits)).untilNs) / NS_PER_US;
}

/** Siblings of which one starts a little before the other ends: the peer takes that for order, we do not. */
function overlapIn({ spans }: JaegerTrace): Decision | undefined {
  const byId = new Map(spans.map((span) => [span.spanID, span]));
  const byParent = Map.groupBy(spans, ({ references }) => references?.[0]?.spanID ?? '');
  for (const [parentId, siblings] of byParent) {
    const mostOverlap = (byId.get(parentId)?.duration ?? 0) * CRISP_OVERLAP;
    const byStart = siblings.toSorted((a, b) => a.startTime - b.startTime);
    for (const [at, before] of byStart.entries())
      for (const after of byStart.slice(at + 1)) {
        const overlap = before.startTime + before.duration - after.startTime;
        if (
          overlap <= 0 ||
          overlap > mostOverlap ||
          after.startTime + after.duration <= before.startTime + before.duration
        )
          continue;
        return { number: 2, reason: `"${before.spanID}" and "${after.spanID}" overlap by ${overlap}` };
      }
  }
  return undefined;
}
