import { camelCased, fieldsOf, type Fields } from '../fields.ts';

/** The spans of one resource, and where in the document they are. */
export interface ResourceSpans {
  readonly path: string;
  readonly fields: Fields;
}

/** Refuses the input. */
export type Refuse = (problem: string, hint: string) => never;

/** Signals that have a form of their own in OTLP, by the key of their documents. */
const otherSignals = { resourceLogs: 'logs', resourceMetrics: 'metrics', resourceProfiles: 'profiles' } as const;

/**
 * Finds the spans in a document of OTLP traces, whatever is around them: `{resourceSpans}`, a list of such objects,
 * Tempo's `{batches}`, and `{trace: {resourceSpans}}` or `{result: {resourceSpans}}` as APIs answer. An empty object is
 * an export without spans. `line`: where the document starts.
 */
export function* resourceSpansIn(document: unknown, line: number, refuse: Refuse): Generator<ResourceSpans> {
  const isList = Array.isArray(document);
  for (const [index, member] of (isList ? document : [document]).entries())
    yield* inDocument(member, isList ? `[${index}]` : '', line, refuse);
}

function* inDocument(document: unknown, place: string, line: number, refuse: Refuse): Generator<ResourceSpans> {
  const written = fieldsOf(document);
  if (written === undefined) return refuseOther(place, line, refuse);
  const outer = camelCased(written);
  for (const [key, signal] of Object.entries(otherSignals))
    if (outer[key] !== undefined)
      refuse(
        `it holds OTLP ${signal} (${key}), not traces.`,
        `Export the traces of the workflow instead of its ${signal}.`,
      );
  const [around, fields] = insideEnvelope(outer);
  const key = fields.resourceSpans === undefined && fields.batches !== undefined ? 'batches' : 'resourceSpans';
  const path = [place, around, key].filter((part) => part !== '').join('.');
  const list = fields[key] ?? (Object.keys(fields).length === 0 ? [] : undefined);
  if (!Array.isArray(list)) return refuseOther(path, line, refuse);
  for (const [index, member] of list.entries())
    yield { path: `${path}[${index}]`, fields: camelCased(fieldsOf(member) ?? {}) };
}

function insideEnvelope(outer: Fields): readonly [around: string, fields: Fields] {
  for (const around of ['trace', 'result']) {
    const inner = fieldsOf(outer[around]);
    if (inner !== undefined && outer.resourceSpans === undefined) return [around, camelCased(inner)];
  }
  return ['', outer];
}

function refuseOther(place: string, line: number, refuse: Refuse): never {
  return refuse(
    `${place === '' ? 'the document' : place} (line ${line}) is not OTLP traces: there is no list "resourceSpans".`,
    'Each document or line must be one OTLP export of traces: {"resourceSpans": [...]}.',
  );
}
