import type { Json } from '@faultline/model';
import { membersIn, objectIn, textIn, type JsonObject } from '@faultline/spans';

/** A part of a Langfuse document. */
export type LangfuseRecord =
  | { readonly kind: 'trace'; readonly fields: JsonObject }
  | { readonly kind: 'observation'; readonly fields: JsonObject };

/** Events of an ingestion batch that tell of an observation, and the type that those without one have. */
const observationEvents: ReadonlyMap<string, string> = new Map(
  'span generation event agent tool chain retriever embedding evaluator guardrail'
    .split(' ')
    .flatMap((type): [string, string][] => [
      [`${type}-create`, type.toUpperCase()],
      [`${type}-update`, type.toUpperCase()],
    ]),
);

/**
 * Finds traces and observations in a Langfuse document: a downloaded trace (`{trace, observations}`), an answer of its API
 * (a trace with its observations, `{data: [...]}`), a batch as SDKs send it (`{batch: [{type, body}]}`), rows of a table
 * export, or a list of these. `undefined`: it is none of them.
 */
export function langfuseRecordsIn(document: Json): readonly LangfuseRecord[] | undefined {
  const { data } = objectIn(document) ?? {};
  if (Array.isArray(document) || Array.isArray(data)) {
    const members = Array.isArray(document) ? (document as readonly Json[]) : membersIn(data);
    const records: LangfuseRecord[] = [];
    // What is none of them is an observation that cannot be kept.
    for (const member of members)
      for (const record of recordsInObject(member) ?? [{ kind: 'observation', fields: {} }]) records.push(record);
    return records;
  }
  return recordsInObject(document);
}

function recordsInObject(value: Json): readonly LangfuseRecord[] | undefined {
  const written = objectIn(value);
  if (written === undefined) return undefined;
  if (Array.isArray(written.batch)) return membersIn(written.batch).flatMap(recordInEvent);
  const trace = objectIn(written.trace);
  if (trace !== undefined) return [traceRecord(trace), ...observationsOf(written.observations ?? trace.observations)];
  if (Array.isArray(written.observations)) return [traceRecord(written), ...observationsOf(written.observations)];
  const fields = camelCased(written);
  const isObservation = fields.startTime !== undefined && (fields.traceId !== undefined || fields.type !== undefined);
  return isObservation ? [{ kind: 'observation', fields }] : undefined;
}

/** A batch also holds scores and logs of the SDK, which are no observations. */
function recordInEvent(event: Json): readonly LangfuseRecord[] {
  const { type, body } = objectIn(event) ?? {};
  const fields = objectIn(body) ?? {};
  const name = textIn(type) ?? '';
  if (name === 'trace-create') return [traceRecord(fields)];
  const observationType = observationEvents.get(name);
  if (observationType === undefined) return name.startsWith('observation-') ? [{ kind: 'observation', fields }] : [];
  return [{ kind: 'observation', fields: { type: observationType, ...fields } }];
}

const traceRecord = (fields: JsonObject): LangfuseRecord => ({ kind: 'trace', fields });

const observationsOf = (list: Json | undefined): readonly LangfuseRecord[] =>
  membersIn(list).map((member) => ({ kind: 'observation', fields: camelCased(objectIn(member) ?? {}) }));

/** Table exports write `trace_id`. Not deep. */
function camelCased(fields: JsonObject): JsonObject {
  if (fields.start_time === undefined) return fields;
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name.replace(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase()),
      value,
    ]),
  );
}
