import { deepestValue } from '@faultline/core';
import type { Json } from '@faultline/model';
import { textOfUtf8 } from '@faultline/spans';
import { ENTRY, MEMBER, VALUE } from './otlp-tags.ts';
import type { Wire } from './wire.ts';

type Container = Json[] | { [key: string]: Json };

/** A message whose fields are being read. */
interface Open {
  readonly kind: 'list' | 'map' | 'entry' | 'value';
  readonly end: number;
  /** Of an entry. */
  key: string;
  /** Of a list or map itself; of a value or entry what it holds so far. */
  content: Json;
}

/** Reads KeyValue and AnyValue from where a wire is. The last of several values counts; lists and maps are joined. */
export class AnyValues {
  readonly #wire: Wire;
  readonly #tooDeep: () => never;

  constructor(wire: Wire, tooDeep: () => never) {
    this.#wire = wire;
    this.#tooDeep = tooDeep;
  }

  /** A text up to the end that its length gives. */
  text(within: number): string {
    const wire = this.#wire;
    const end = wire.end(within);
    const from = wire.at;
    wire.at = end;
    return textOfUtf8(wire.bytes, from, end);
  }

  /** Reads one KeyValue, whose length is next. */
  keyValue(within: number, take: (key: string, value: Json) => void): void {
    const wire = this.#wire;
    const end = wire.end(within);
    let key = '';
    let value: Json = null;
    while (wire.at < end) {
      const tag = wire.tag();
      if (tag === ENTRY.key) key = this.text(end);
      else if (tag === ENTRY.value) value = this.#value(wire.end(end), value);
      else wire.skip(tag, end);
    }
    wire.close(end);
    take(key, value);
  }

  #value(end: number, before: Json): Json {
    const wire = this.#wire;
    let value = before;
    while (wire.at < end) {
      const tag = wire.tag();
      value =
        tag === VALUE.list || tag === VALUE.map ? this.#container(tag, end, value) : this.#scalar(tag, end, value);
    }
    wire.close(end);
    return value;
  }

  #scalar(tag: number, within: number, before: Json): Json {
    const wire = this.#wire;
    switch (tag) {
      case VALUE.text:
        return this.text(within);
      case VALUE.boolean:
        wire.varint64();
        return wire.low !== 0 || wire.high !== 0;
      case VALUE.integer:
        return wire.int64();
      case VALUE.double: {
        const double = wire.double();
        return Number.isFinite(double) ? double : String(double);
      }
      case VALUE.bytes: {
        const end = wire.end(within);
        const from = wire.at;
        wire.at = end;
        return base64Of(wire.bytes.subarray(from, end));
      }
      default:
        wire.skip(tag, within);
        return before;
    }
  }

  /** A list or map, and all in it. Iterative: it may be hostile. */
  #container(outerTag: number, within: number, before: Json): Json {
    const wire = this.#wire;
    const outermost = containerFor(outerTag, before);
    const open: Open[] = [];
    let depth = 0;
    const enter = (kind: Open['kind'], end: number, content: Json): void => {
      if ((kind === 'list' || kind === 'map') && ++depth > deepestValue) this.#tooDeep();
      open.push({ kind, end, key: '', content });
    };
    enter(outerTag === VALUE.list ? 'list' : 'map', wire.end(within), outermost);
    for (let inner = open.at(-1); inner !== undefined; inner = open.at(-1)) {
      if (wire.at >= inner.end) {
        wire.close(inner.end);
        open.pop();
        if (inner.kind === 'list' || inner.kind === 'map') depth--;
        else leave(inner, open.at(-1));
        continue;
      }
      const tag = wire.tag();
      if (inner.kind === 'value' && (tag === VALUE.list || tag === VALUE.map)) {
        inner.content = containerFor(tag, inner.content);
        enter(tag === VALUE.list ? 'list' : 'map', wire.end(inner.end), inner.content);
      } else if (inner.kind === 'value') inner.content = this.#scalar(tag, inner.end, inner.content);
      else if (inner.kind === 'entry' && tag === ENTRY.key) inner.key = this.text(inner.end);
      else if (inner.kind === 'entry' && tag === ENTRY.value) enter('value', wire.end(inner.end), inner.content);
      else if (inner.kind === 'list' && tag === MEMBER) enter('value', wire.end(inner.end), null);
      else if (inner.kind === 'map' && tag === MEMBER) enter('entry', wire.end(inner.end), null);
      else wire.skip(tag, inner.end);
    }
    return outermost;
  }
}

/** Of two lists for one value the second continues the first. */
function containerFor(tag: number, before: Json): Container {
  const isSame = typeof before === 'object' && before !== null && Array.isArray(before) === (tag === VALUE.list);
  // What was read before was made here.
  if (isSame) return before as Container;
  return tag === VALUE.list ? [] : {};
}

/** Gives what was read to what it is in. */
function leave({ kind, key, content }: Open, outer: Open | undefined): void {
  if (outer === undefined) return;
  if (kind === 'entry')
    // `__proto__` is an ordinary key.
    Object.defineProperty(outer.content, key, { value: content, writable: true, enumerable: true, configurable: true });
  else if (outer.kind === 'entry') outer.content = content;
  else (outer.content as Json[]).push(content);
}

/** As OTLP JSON writes bytes. */
function base64Of(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}
