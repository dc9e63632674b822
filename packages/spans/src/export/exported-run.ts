import { runSchema, type IngestNote, type Json, type Run } from '@faultline/model';
import { exported, exportedPayloads, marker, payloadNames } from './exported-names.ts';
import { payloadOf } from '../conventions/payload.ts';
import { statusMessageKey } from '../table/span-fields.ts';
import type { SpanTable } from '../table/span-table.ts';

/** Makes a run from the rows of its trace, with notes of what was met while they were read. */
export type ExportedRunReader = (rows: Uint32Array, notes: readonly IngestNote[]) => Run | undefined;

/**
 * Reads runs that `OtlpJsonWriter` wrote, exactly as they were: nothing is guessed. `undefined` for a trace that is not
 * one of those as a whole, or holds something else than a run should. O(attributes).
 */
export function exportedRunReader(table: SpanTable): ExportedRunReader {
  if (!hasKey(table, marker.run)) return () => undefined;
  return (rows, notes) => {
    const attributes = [...rows].map((row) => attributesOf(table, row));
    const runAt = attributes.findIndex((own) => own.has(marker.run));
    const isWhole = attributes.every((own, at) => at === runAt || own.has(marker.execution));
    if (runAt < 0 || !isWhole) return undefined;
    const idOf = new Map<string, Json>();
    for (const [at, row] of rows.entries())
      if (at !== runAt) idOf.set(table.idOf(row), attributes[at].get(`${exported.execution}id`) ?? table.idOf(row));
    const executions: Json[] = [];
    for (const [at, row] of rows.entries())
      if (at !== runAt) executions.push(executionOf(table, row, attributes[at], idOf));
    const run = runFields(table, rows[runAt], attributes[runAt]);
    const checked = runSchema.safeParse({ ...Object.fromEntries(run), executions });
    return checked.success ? { ...checked.data, notes: [...checked.data.notes, ...notes.filter(isNews)] } : undefined;
  };
}

type Attributes = ReadonlyMap<string, Json>;
type Fields = Map<string, Json>;

/** That an execution has no end was known when it was written. */
const isNews = ({ id }: IngestNote): boolean => id !== 'ingest/missing-end';

function hasKey({ attributes: { keys } }: SpanTable, wanted: string): boolean {
  for (let key = 0; key < keys.size; key++) if (keys.at(key) === wanted) return true;
  return false;
}

function attributesOf(table: SpanTable, row: number): Attributes {
  const { from, to } = table.attributesOf(row);
  const attributes = new Map<string, Json>();
  for (let at = from; at < to; at++) attributes.set(table.attributes.keyAt(at), table.attributes.valueAt(at));
  return attributes;
}

function runFields(table: SpanTable, row: number, attributes: Attributes): Fields {
  const fields = timesOf(table, row);
  for (const [key, value] of attributes)
    if (key.startsWith(exported.run)) fields.set(key.slice(exported.run.length), value);
    else if (key === exported.subjectId) fields.set('subjectId', value);
  return fields;
}

const executionFields = new Map<string, string>([
  [exported.stepId, 'stepId'],
  [exported.type, 'type'],
  [exported.item, 'item'],
  [exported.attempt, 'attempt'],
]);

function executionOf(table: SpanTable, row: number, attributes: Attributes, idOf: Attributes): Json {
  const fields = timesOf(table, row);
  fields.set('id', table.idOf(row));
  const parentId = idOf.get(table.parentIdOf(row) ?? '');
  if (parentId !== undefined) fields.set('parentId', parentId);
  const metrics: [string, Json][] = [];
  const others: [string, Json][] = [];
  for (const [key, value] of attributes) {
    const field = executionFields.get(key);
    if (field !== undefined) fields.set(field, value);
    else if (key.startsWith(exported.execution)) fields.set(key.slice(exported.execution.length), value);
    else if (key.startsWith(exported.metric)) metrics.push([key.slice(exported.metric.length), value]);
    else if (key.startsWith(`${exported.attribute}.`)) others.push([key.slice(exported.attribute.length + 1), value]);
    else if (key !== exported.attribute && key !== statusMessageKey && !payloadNames.has(key))
      others.push([key, value]);
  }
  for (const { field, value, mimeType } of exportedPayloads) {
    const payload = payloadOf(attributes.get(value), attributes.get(mimeType));
    if (payload !== undefined) fields.set(field, payload);
  }
  fields.set('metrics', Object.fromEntries(metrics));
  if (others.length > 0 || attributes.has(exported.attribute)) fields.set('attributes', Object.fromEntries(others));
  return Object.fromEntries(fields);
}

/** Attributes say them where OTLP cannot. */
function timesOf(table: SpanTable, row: number): Fields {
  const times: Fields = new Map([['startMs', table.startMs[row]]]);
  if (!Number.isNaN(table.endMs[row])) times.set('endMs', table.endMs[row]);
  return times;
}
