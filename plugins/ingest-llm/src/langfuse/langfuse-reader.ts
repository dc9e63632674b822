import type { IngestNote, Json } from '@faultline/model';
import { SPAN_KIND, SPAN_STATUS, SpanIntake, textIn, type DocumentReader, type JsonObject } from '@faultline/spans';
import { MergedRecords } from '../merged-records.ts';
import { timeMsOf } from '../time-ms.ts';
import { langfuseAttributesOf } from './langfuse-attributes.ts';
import { langfuseRecordsIn } from './langfuse-documents.ts';

/** Reads traces and observations of Langfuse into a table of spans. Every observation is kept, merged or dropped. */
export class LangfuseReader implements DocumentReader {
  readonly intake: SpanIntake;
  readonly #traces = new Map<string, JsonObject>();
  readonly #observations = new MergedRecords();

  constructor(source: string) {
    this.intake = new SpanIntake(source);
  }

  get table() {
    return this.intake.table;
  }

  /** @throws FaultlineError where it is not of Langfuse. */
  read(document: Json, line: number): void {
    const records = langfuseRecordsIn(document);
    if (records === undefined)
      this.intake.refuse(
        `the document (line ${line}) is not of Langfuse: it has no "observations", no "batch" and no fields of an observation.`,
        'Download the trace with its observations as JSON, or pass the answer of /api/public/traces/ID.',
      );
    for (const { kind, fields } of records)
      if (kind === 'trace') this.#traces.set(textIn(fields.id) ?? '', fields);
      else this.#collect(fields);
  }

  /** @throws FaultlineError where nothing could be kept, or a value is nested too deep. */
  finish(): void {
    for (const { fields, mergedCount } of this.#observations) this.#add(fields, mergedCount);
    this.intake.finish('a trace id (traceId), an id and a startTime', 'observations');
  }

  #collect(fields: JsonObject): void {
    this.intake.readCount++;
    const id = textIn(fields.id) ?? '';
    const traceId = textIn(fields.traceId) ?? '';
    if (id === '') this.table.drop(traceId === '' ? undefined : this.table.traceOf(traceId));
    else if (this.#observations.add(id, traceId, fields)) this.intake.mergedCount++;
  }

  #add(observation: JsonObject, mergedCount: number): void {
    const notes: IngestNote['id'][] = Array.from({ length: mergedCount }, () => 'ingest/merged-records');
    const traceId = textIn(observation.traceId) ?? '';
    const parentId = textIn(observation.parentObservationId) ?? '';
    const name = textIn(observation.name) ?? '';
    const { attributes, resource } = langfuseAttributesOf(observation);
    if (parentId === '') tellOfTrace(this.#traces.get(traceId) ?? {}, name, attributes, resource);
    const startMs = timeMsOf(observation.startTime);
    // An event is a moment; anything else without an end is still at work.
    const isMoment = observation.type === 'EVENT';
    this.intake.add({
      traceId,
      id: textIn(observation.id) ?? '',
      parentId,
      name,
      kind: SPAN_KIND.unspecified,
      startMs,
      endMs: isMoment ? startMs : timeMsOf(observation.endTime),
      status: observation.level === 'ERROR' ? SPAN_STATUS.error : SPAN_STATUS.unset,
      resource,
      attributes,
      notes,
    });
  }
}

/** What the trace as a whole says goes to its root. The name is news where it is not that of the root. */
function tellOfTrace(
  trace: JsonObject,
  rootName: string,
  attributes: Map<string, Json>,
  resource: Map<string, Json>,
): void {
  if (trace.name !== rootName) giveText(attributes, 'langfuse.trace.name', trace.name);
  giveText(attributes, 'langfuse.user.id', trace.userId);
  giveText(attributes, 'langfuse.session.id', trace.sessionId);
  giveText(resource, 'service.version', trace.release);
  // Langfuse writes "default" where none was named.
  if (trace.environment !== 'default') giveText(resource, 'deployment.environment.name', trace.environment);
}

function giveText(into: Map<string, Json>, key: string, value: Json | undefined): void {
  const text = textIn(value);
  if (text !== undefined && !into.has(key)) into.set(key, text);
}
