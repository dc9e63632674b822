import type { IngestNote, Json } from '@faultline/model';
import { SPAN_KIND, SPAN_STATUS, SpanIntake, textIn, type DocumentReader, type JsonObject } from '@faultline/spans';
import { MergedRecords } from '../merged-records.ts';
import { timeMsOf } from '../time-ms.ts';
import { dottedOrderIn } from './dotted-order.ts';
import { langsmithAttributesOf } from './langsmith-attributes.ts';
import { langsmithRunsIn, type LangsmithRun } from './langsmith-runs.ts';

/** Reads LangSmith runs into a table of spans. Every run is kept, merged with what was told of it before, or dropped. */
export class LangsmithReader implements DocumentReader {
  readonly intake: SpanIntake;
  readonly #runs = new MergedRecords();

  constructor(source: string) {
    this.intake = new SpanIntake(source);
  }

  get table() {
    return this.intake.table;
  }

  /** @throws FaultlineError where it is not of LangSmith. */
  read(document: Json, line: number): void {
    const runs = langsmithRunsIn(document);
    if (runs === undefined)
      this.intake.refuse(
        `the document (line ${line}) is not of LangSmith: it is no run ("run_type"), no list of runs and no batch ("post", "patch").`,
        'Export runs as JSON, or pass the body of a request to /runs/batch.',
      );
    for (const run of runs) this.#collect(run);
  }

  /** @throws FaultlineError where nothing could be kept, or a value is nested too deep. */
  finish(): void {
    const runs = [...this.#runs];
    const traceOf = traceFinder(runs.map(({ fields }) => fields));
    for (const { fields, mergedCount } of runs) this.#add(fields, traceOf(fields), mergedCount);
    this.intake.finish('an id and a start_time', 'runs');
  }

  #collect({ fields, parentId, traceId }: LangsmithRun): void {
    this.intake.readCount++;
    const order = dottedOrderIn(fields.dotted_order);
    // An update may say which run it is about in no other way.
    const id = textIn(fields.id) ?? order?.id;
    if (id === undefined) return this.table.drop();
    // The runs inside are records of their own.
    const { child_runs: _inside, ...own } = fields;
    const run = {
      ...own,
      id,
      parent_run_id: textIn(own.parent_run_id) ?? parentId,
      trace_id: textIn(own.trace_id) ?? order?.traceId ?? traceId,
    };
    if (this.#runs.add(id, run.trace_id, run)) this.intake.mergedCount++;
  }

  #add(run: JsonObject, traceId: string, mergedCount: number): void {
    const notes: IngestNote['id'][] = Array.from({ length: mergedCount }, () => 'ingest/merged-records');
    const order = dottedOrderIn(run.dotted_order);
    const recordedMs = timeMsOf(run.start_time);
    const startMs = Number.isNaN(recordedMs) ? (order?.startMs ?? Number.NaN) : recordedMs;
    if (startMs !== recordedMs && !Number.isNaN(startMs)) notes.push('ingest/starts-from-order');
    const namedParentId = textIn(run.parent_run_id) ?? '';
    const parentId = namedParentId === '' ? (order?.parentId ?? '') : namedParentId;
    if (parentId !== namedParentId) notes.push('ingest/parents-from-order');
    const hasFailed = textIn(run.error) !== undefined || run.status === 'error';
    this.intake.add({
      traceId,
      id: textIn(run.id) ?? '',
      parentId,
      name: textIn(run.name) ?? '',
      kind: SPAN_KIND.unspecified,
      startMs,
      endMs: timeMsOf(run.end_time),
      status: hasFailed ? SPAN_STATUS.error : SPAN_STATUS.unset,
      resource: new Map(),
      attributes: langsmithAttributesOf(run, parentId === ''),
      notes,
    });
  }
}

/**
 * The trace of a run: the one it names, else that of its parent; of a root its own id. A parent that is not in the input is
 * the root as far as is known. O(n) over all runs.
 */
function traceFinder(runs: readonly JsonObject[]): (run: JsonObject) => string {
  const byId = new Map(runs.map((run) => [textIn(run.id) ?? '', run]));
  const known = new Map<string, string>();
  return (run) => {
    const passed: string[] = [];
    const seen = new Set<string>();
    let id = textIn(run.id) ?? '';
    let trace = textIn(run.trace_id) ?? known.get(id);
    while (trace === undefined) {
      passed.push(id);
      seen.add(id);
      const parentId = textIn(byId.get(id)?.parent_run_id);
      // A root, or a cycle of parents.
      if (parentId === undefined || seen.has(parentId)) trace = id;
      else {
        id = parentId;
        trace = textIn(byId.get(id)?.trace_id) ?? known.get(id);
      }
    }
    for (const passedId of passed) known.set(passedId, trace);
    return trace;
  };
}
