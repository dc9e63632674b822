import type { Json } from '@faultline/model';
import { membersIn, objectIn, textIn, type JsonObject } from '@faultline/spans';

/** Spans that share a list of processes. */
export interface JaegerTrace {
  /** Empty: each span names its own. */
  readonly traceId: string;
  readonly spans: readonly Json[];
  readonly processes: ReadonlyMap<string, Json>;
}

/**
 * Finds the traces in a Jaeger document: an answer of its API (`{"data": [trace]}`), the state of its page (`{"data": trace}`),
 * a trace, a list of traces, a list of spans, or one span. `undefined`: it is none of these.
 */
export function jaegerTracesIn(document: Json): readonly JaegerTrace[] | undefined {
  if (Array.isArray(document)) return tracesInList(document);
  const fields = objectIn(document);
  if (fields === undefined) return undefined;
  const { data } = fields;
  if (Array.isArray(data)) return tracesInList(data);
  const inner = objectIn(data) ?? fields;
  if (Array.isArray(inner.spans)) return [traceOf(inner)];
  return isSpan(inner) ? tracesInList([document]) : undefined;
}

/** Members of a list are traces or spans; what is neither counts as a span that cannot be read. */
function tracesInList(members: readonly Json[]): readonly JaegerTrace[] {
  const traces: JaegerTrace[] = [];
  const spans: Json[] = [];
  for (const member of members) {
    const fields = objectIn(member);
    if (fields !== undefined && Array.isArray(fields.spans)) traces.push(traceOf(fields));
    else spans.push(member);
  }
  return spans.length === 0 ? traces : [...traces, { traceId: '', spans, processes: new Map() }];
}

const traceOf = ({ traceID, spans, processes }: JsonObject): JaegerTrace => ({
  traceId: textIn(traceID) ?? '',
  spans: membersIn(spans),
  processes: new Map(Object.entries(objectIn(processes) ?? {})),
});

const isSpan = (fields: JsonObject): boolean => textIn(fields.spanID) !== undefined;
