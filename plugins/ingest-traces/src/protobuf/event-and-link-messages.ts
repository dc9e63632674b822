import { readEvents, type SpanLink } from '@faultline/spans';
import type { AnyValues } from './any-values.ts';
import { EVENT, LINK, SPAN } from './otlp-tags.ts';
import type { SpanIdMessages } from './span-id-messages.ts';
import type { Wire } from './wire.ts';

/**
 * Reads the events and links of a span when the rest of it is read: attributes come first, in whatever order they were
 * written.
 */
export class EventAndLinkMessages {
  readonly #wire: Wire;
  readonly #values: AnyValues;
  readonly #ids: SpanIdMessages;
  /** Tags and places, one after the other. */
  readonly #places: number[] = [];

  constructor(wire: Wire, values: AnyValues, ids: SpanIdMessages) {
    this.#wire = wire;
    this.#values = values;
    this.#ids = ids;
  }

  /** Begins another span. */
  start(): void {
    this.#places.length = 0;
  }

  /** Leaves an event or link for later, which ends within the span. */
  pass(tag: number, spanEnd: number): void {
    this.#places.push(tag, this.#wire.at);
    this.#wire.at = this.#wire.end(spanEnd);
  }

  /** Has the attributes read of the events that tell something. `readAttribute`: from where the wire is. */
  events(spanEnd: number, readAttribute: (end: number) => void): void {
    if (this.#places.length === 0) return;
    this.#each(SPAN.event, spanEnd, (end) => {
      const from = this.#wire.at;
      let name = '';
      this.#fields(end, (tag) => {
        if (tag === EVENT.name) name = this.#values.text(end);
        else this.#wire.skip(tag, end);
      });
      if (!readEvents.has(name)) return;
      this.#wire.at = from;
      this.#fields(end, (tag) => {
        if (tag === EVENT.attribute) readAttribute(end);
        else this.#wire.skip(tag, end);
      });
    });
  }

  /** Gives the links, but those without ids. */
  links(spanEnd: number, take: (link: SpanLink) => void): void {
    if (this.#places.length === 0) return;
    this.#each(SPAN.link, spanEnd, (end) => {
      let traceId = '';
      let spanId = '';
      let isFollowsFrom = false;
      this.#fields(end, (tag) => {
        if (tag === LINK.traceId) traceId = this.#ids.hex(end, 16);
        else if (tag === LINK.spanId) spanId = this.#ids.hex(end, 8);
        else if (tag === LINK.attribute)
          this.#values.keyValue(end, (key, value) => {
            if (key === 'opentracing.ref_type') isFollowsFrom = value === 'follows_from';
          });
        else this.#wire.skip(tag, end);
      });
      if (traceId !== '' && spanId !== '') take({ traceId, spanId, isFollowsFrom });
    });
  }

  /** Goes to each that was left of one kind, then to the end of the span. */
  #each(field: number, spanEnd: number, read: (end: number) => void): void {
    for (let i = 0; i < this.#places.length; i += 2) {
      if (this.#places[i] !== field) continue;
      this.#wire.at = this.#places[i + 1] ?? spanEnd;
      read(this.#wire.end(spanEnd));
    }
    this.#wire.at = spanEnd;
  }

  #fields(end: number, read: (tag: number) => void): void {
    while (this.#wire.at < end) read(this.#wire.tag());
    this.#wire.close(end);
  }
}
