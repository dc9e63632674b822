import { metadataAttributes } from '../conventions/conventions.ts';
import { marker } from '../export/exported-names.ts';
import { attributeReader, meaningOfKey } from '../conventions/span-attributes.ts';
import { SPAN_KIND, SPAN_STATUS } from '../table/span-fields.ts';
import type { SpanTable } from '../table/span-table.ts';
import { stepSpanMaker } from './step-span.ts';

/** What decides which step a span is, and nothing else. */
const naming: ReadonlySet<string> = new Set([
  'stepType',
  'stepId',
  'nodeId',
  'agentName',
  'toolName',
  'entityName',
  'callSite',
  'spanKind',
  'operation',
]);
/** What decides neither the step, nor the edges, nor the clock of a span. */
const neutral: ReadonlySet<string> = new Set(['workflowId', 'session', 'subjectId', 'errorType', 'errorMessage']);

const NEUTRAL = 0;
const NAMING = 1;
const TELLING = 2;

/** A span whose attributes may tell of an edge, a retry or a definition. */
export const NOT_PLAIN = -1;

/**
 * Tells plain spans: those of which parent and times say all about their place in a run. Whatever is not known to say
 * nothing about order counts as telling. Remembers which step was meant by which name and attributes, so that most
 * spans are not looked at as a whole.
 */
export class PlainSpans {
  /** Step ids by the numbers that `stepOf` gives. */
  readonly stepIds: string[] = [];

  readonly #table: SpanTable;
  readonly #attributesOf: ReturnType<typeof attributeReader>;
  readonly #stepSpanOf: ReturnType<typeof stepSpanMaker>;
  /** By key: what it may say. */
  readonly #roles: Uint8Array;
  /** By span name, then attribute by attribute: where a span with these comes to. */
  readonly #byName: Place[] = [];
  readonly #numbers = new Map<string, number>();

  constructor(table: SpanTable) {
    this.#table = table;
    this.#attributesOf = attributeReader(table);
    this.#stepSpanOf = stepSpanMaker(table);
    const { keys } = table.attributes;
    this.#roles = Uint8Array.from({ length: keys.size }, (_, key) => roleOf(keys.at(key)));
  }

  /** The number of the step that a row is, or `NOT_PLAIN`. */
  stepOf(row: number): number {
    const { status, kind, endMs, startMs, attributes, name } = this.#table;
    const isSound = status[row] !== SPAN_STATUS.error && kind[row] !== SPAN_KIND.consumer && endMs[row] >= startMs[row];
    if (!isSound || this.#table.linksOf(row).length > 0) return NOT_PLAIN;
    let place = (this.#byName[name[row]] ??= new Place());
    const { from, to } = this.#table.attributesOf(row);
    for (let at = from; at < to; at++) {
      const key = attributes.key[at];
      if (this.#roles[key] === NEUTRAL) continue;
      if (this.#roles[key] === TELLING) return NOT_PLAIN;
      const text = attributes.textNumberAt(at);
      place = place.afterText(key, text) ?? place.after(key, text, attributes.valueAt(at));
    }
    if (place.step === NOT_PLAIN) place.step = this.#numberOf(row);
    return place.step;
  }

  #numberOf(row: number): number {
    const { stepId } = this.#stepSpanOf(row, this.#attributesOf(row)).execution;
    const known = this.#numbers.get(stepId);
    if (known !== undefined) return known;
    this.#numbers.set(stepId, this.stepIds.length);
    return this.stepIds.push(stepId) - 1;
  }
}

/** What is known of spans with one name and the same naming attributes so far. */
class Place {
  step = NOT_PLAIN;
  /** Spans of one name mostly have the same: this is looked at before the maps. */
  #lastPair = -1;
  #last: Place | undefined;
  /** By the numbers of a key and a text. Values are only made, and looked up, where a number is new. */
  readonly #byPair = new Map<number, Place>();
  /** By key, then by value. */
  readonly #byValue = new Map<number, Map<unknown, Place>>();

  /** Where a further attribute leads, if its text has led there before. */
  afterText(key: number, text: number): Place | undefined {
    const pair = pairOf(key, text);
    if (pair === this.#lastPair) return this.#last;
    const next = this.#byPair.get(pair);
    if (next === undefined) return undefined;
    this.#lastPair = pair;
    this.#last = next;
    return next;
  }

  /** Where a further attribute leads. `text`: the number of its text, negative if it has none. */
  after(key: number, text: number, value: unknown): Place {
    let byValue = this.#byValue.get(key);
    if (byValue === undefined) this.#byValue.set(key, (byValue = new Map()));
    let next = byValue.get(value);
    if (next === undefined) byValue.set(value, (next = new Place()));
    if (text >= 0) this.#byPair.set(pairOf(key, text), next);
    return next;
  }
}

/** Two numbers of 32 bits as one; negative where the second is. */
const pairOf = (key: number, text: number): number => (text < 0 ? -2 : key * 2 ** 32 + text);

function roleOf(key: string): number {
  if (metadataAttributes.has(key) || key === marker.run) return TELLING;
  const meaning = meaningOfKey(key);
  if (meaning === undefined || meaning.role === 'metric' || meaning.role === 'renamed') return NEUTRAL;
  return naming.has(meaning.name) ? NAMING : neutral.has(meaning.name) ? NEUTRAL : TELLING;
}
