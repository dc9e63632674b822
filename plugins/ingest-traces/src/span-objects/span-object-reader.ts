import type { Json } from '@faultline/model';
import {
  objectIn,
  objectsIn,
  readEvents,
  SpanIntake,
  statusMessageKey,
  textIn,
  type DocumentReader,
  type JsonObject,
} from '@faultline/spans';
import { flatAttributes } from './flat-attributes.ts';
import { kindIn, openInferenceKindIn, statusIn } from './object-enums.ts';
import { linksIn, parentIdIn, spanIdIn, traceIdIn } from './object-ids.ts';
import { spanGroupsIn, type SpanGroup } from './span-groups.ts';
import { timesOf } from './span-times.ts';

/** Tables written as JSON have a column for each attribute. */
const columnPrefix = 'attributes.';

/** Reads spans that are plain JSON objects into a table. Every span met is kept, or counted as dropped. */
export class SpanObjectReader implements DocumentReader {
  readonly intake: SpanIntake;

  constructor(source: string) {
    this.intake = new SpanIntake(source);
  }

  get table() {
    return this.intake.table;
  }

  /** @throws FaultlineError where there are no spans in it, or a value is nested too deep. */
  read(document: Json, line: number): void {
    const groups = spanGroupsIn(document);
    if (groups === undefined)
      this.intake.refuse(
        `the document (line ${line}) is neither a span ("trace_id", "span_id") nor a list of spans.`,
        'Write spans as a list, one per line, or as the list "spans" of an object.',
      );
    for (const group of groups) for (const span of group.spans) this.#readSpan(objectIn(span) ?? {}, group);
  }

  finish(): void {
    this.intake.finish('a trace id (trace_id), a span id (span_id) and a start (start_time)');
  }

  #readSpan(span: JsonObject, group: SpanGroup): void {
    this.intake.readCount++;
    this.intake.add({
      traceId: traceIdIn(span) || group.traceId,
      id: spanIdIn(span),
      parentId: parentIdIn(span),
      name: textIn(span.name) ?? '',
      kind: kindIn(span),
      ...timesOf(span),
      status: statusIn(span).status,
      resource: new Map(flatAttributes(resourceIn(span.resource) ?? resourceIn(group.resource))),
      attributes: attributesOf(span),
      links: linksIn(span),
    });
  }
}

/** Older SDKs write the attributes of a resource without a name around them. */
const resourceIn = (resource: Json | undefined): Json | undefined => objectIn(resource)?.attributes ?? resource;

function* attributesOf(span: JsonObject): Generator<readonly [key: string, value: Json]> {
  const kind = openInferenceKindIn(span);
  if (kind !== undefined) yield ['openinference.span.kind', kind];
  yield* flatAttributes(span.attributes);
  for (const [key, value] of Object.entries(span))
    if (key.startsWith(columnPrefix)) yield* flatAttributes({ [key.slice(columnPrefix.length)]: value });
  for (const event of objectsIn(span.events))
    if (readEvents.has(textIn(event.name) ?? '')) yield* flatAttributes(event.attributes);
  const { message } = statusIn(span);
  if (message !== undefined) yield [statusMessageKey, message];
}
