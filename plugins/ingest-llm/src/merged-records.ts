import type { Json } from '@faultline/model';
import { objectIn, type JsonObject } from '@faultline/spans';

/** What several records tell of one span, put together. */
export interface MergedRecord {
  readonly fields: JsonObject;
  /** Records beyond the first. */
  readonly mergedCount: number;
}

/**
 * Records by the id of their span. Platforms take in a span as it is created and again as it is updated: of what both
 * say the later counts, where it says anything. A record without a trace belongs to the span of that id that was last
 * told of.
 */
export class MergedRecords {
  readonly #records: MergedRecord[] = [];
  /** Places by id, then by trace. Empty: not told yet. */
  readonly #places = new Map<string, Map<string, number>>();
  /** Places by id: the last that was told of. */
  readonly #last = new Map<string, number>();

  /** `true`: it added to one that was known. */
  add(id: string, traceId: string, fields: JsonObject): boolean {
    let byTrace = this.#places.get(id);
    if (byTrace === undefined) this.#places.set(id, (byTrace = new Map<string, number>()));
    const place = traceId === '' ? this.#last.get(id) : (byTrace.get(traceId) ?? byTrace.get(''));
    const known = place === undefined ? undefined : this.#records[place];
    if (place === undefined || known === undefined) {
      const added = this.#records.push({ fields, mergedCount: 0 }) - 1;
      byTrace.set(traceId, added);
      this.#last.set(id, added);
      return false;
    }
    this.#last.set(id, place);
    if (traceId !== '') {
      byTrace.delete('');
      byTrace.set(traceId, place);
    }
    this.#records[place] = { fields: merged(known.fields, fields), mergedCount: known.mergedCount + 1 };
    return true;
  }

  /** In the order in which they were first told of. */
  [Symbol.iterator](): Iterator<MergedRecord> {
    return this.#records[Symbol.iterator]();
  }
}

/** Objects are merged member by member: an update of metadata adds to it. */
function merged(first: JsonObject, second: JsonObject): JsonObject {
  const fields = new Map<string, Json>(Object.entries(first));
  for (const [key, value] of Object.entries(second)) {
    if (value === null || value === '') continue;
    const known = objectIn(fields.get(key));
    const added = objectIn(value);
    const both =
      known === undefined || added === undefined ? undefined : [...Object.entries(known), ...Object.entries(added)];
    fields.set(key, both === undefined ? value : Object.fromEntries(both));
  }
  return Object.fromEntries(fields);
}
