import type { IngestNote, Json } from '@faultline/model';
import { objectIn, SpanIntake, type DocumentReader, type JsonObject } from '@faultline/spans';
import { statusOfTags } from '../tags/error-tag.ts';
import { spanKindNamed } from '../tags/span-kind.ts';
import { withOwnIds, type PlacedSpan } from './shared-ids.ts';
import { isSameSpan, mergedSpan } from './zipkin-merge.ts';
import { zipkinSpanOf, type ZipkinSpan } from './zipkin-span.ts';
import { isZipkinV1, zipkinV1SpansOf } from './zipkin-v1.ts';

/** An id has a client, its servers, and what they reported late. Beyond so many records of one id nothing is merged. */
const mostParts = 64;

/**
 * Reads Zipkin JSON, v1 and v2, into a table of spans. Hosts report on one span independently of each other, so spans are
 * put together when all was read.
 */
export class ZipkinReader implements DocumentReader {
  readonly intake: SpanIntake;
  /** By trace, then by id. */
  readonly #spans = new Map<string, Map<string, ZipkinSpan[]>>();
  readonly #mergedIn = new Map<string, number>();

  constructor(source: string) {
    this.intake = new SpanIntake(source);
  }

  get table() {
    return this.intake.table;
  }

  /** @throws FaultlineError where it is not Zipkin JSON. */
  read(document: Json, line: number): void {
    const isSpan = objectIn(document)?.traceId !== undefined;
    if (!Array.isArray(document) && !isSpan)
      this.intake.refuse(
        `the document (line ${line}) is not Zipkin JSON: it is neither a list of spans nor a span ("traceId").`,
        'Pass the answer of /api/v2/trace or /api/v2/traces.',
      );
    const members: readonly Json[] = Array.isArray(document) ? document : [document];
    for (const member of members)
      if (Array.isArray(member)) for (const span of member as readonly Json[]) this.#readSpan(objectIn(span) ?? {});
      else this.#readSpan(objectIn(member) ?? {});
  }

  /** @throws FaultlineError where nothing could be kept, or a value is nested too deep. */
  finish(): void {
    for (const [traceId, byId] of this.#spans) {
      for (const placed of withOwnIds([...byId.values()].flat())) this.#add(placed);
      if (traceId === '') continue;
      const trace = this.table.traceOf(traceId);
      for (let count = this.#mergedIn.get(traceId) ?? 0; count > 0; count--)
        this.table.note('ingest/merged-records', trace);
    }
    this.intake.finish('a trace id (traceId), a span id (id) and a start (timestamp)');
  }

  #readSpan(span: JsonObject): void {
    this.intake.readCount++;
    const parts = isZipkinV1(span) ? zipkinV1SpansOf(span) : [zipkinSpanOf(span)];
    this.intake.splitCount += parts.length - 1;
    for (const part of parts) this.#collect(part);
  }

  #collect(span: ZipkinSpan): void {
    let byId = this.#spans.get(span.traceId);
    if (byId === undefined) this.#spans.set(span.traceId, (byId = new Map()));
    const known = byId.get(span.id);
    if (known === undefined) {
      byId.set(span.id, [span]);
      return;
    }
    const same = span.id === '' || known.length > mostParts ? -1 : known.findIndex((other) => isSameSpan(other, span));
    const other = known[same];
    if (other === undefined) {
      known.push(span);
      return;
    }
    known[same] = mergedSpan(other, span);
    this.intake.mergedCount++;
    this.#mergedIn.set(span.traceId, (this.#mergedIn.get(span.traceId) ?? 0) + 1);
  }

  #add({ span, id, parentId, isRenamed }: PlacedSpan): void {
    const notes: IngestNote['id'][] = [];
    if (span.isSplit) notes.push('ingest/split-spans');
    else if (isRenamed) notes.push('ingest/shared-spans');
    if (span.hasDerivedStart) notes.push('ingest/derived-starts');
    const { status, told } = statusOfTags(span.tags);
    this.intake.add({
      traceId: span.traceId,
      id,
      parentId,
      name: span.name,
      kind: spanKindNamed(span.kind),
      startMs: span.startUs / 1000,
      // Added as microseconds: spans that touch still touch.
      endMs: (span.startUs + span.durationUs) / 1000,
      status,
      resource: new Map(span.service === undefined ? [] : [['service.name', span.service]]),
      attributes: [...span.tags, ...told],
      notes,
    });
  }
}
