import type { Json } from '@faultline/model';
import {
  decisiveAttributes,
  metadataAttributes,
  metadataMeanings,
  metadataPrefixes,
  metricAttributes,
  metricPrefix,
  modelledAttributes,
  renamedAttributes,
  type Meaning as Named,
} from './conventions.ts';
import { payloadOf } from './payload.ts';
import type { SpanTable } from '../table/span-table.ts';

type Modelled = keyof typeof modelledAttributes;
type Decisive = keyof typeof decisiveAttributes;

/** What a span says, in Faultline's words. */
export interface SpanAttributes {
  /** Values with a meaning of their own, by what they mean. */
  readonly meant: { readonly [Name in Modelled | Decisive]?: Json };
  readonly metrics: Readonly<Record<string, number>>;
  /** Everything else, under its own name. `undefined`: there is nothing else. */
  readonly others: Readonly<Record<string, Json>> | undefined;
}

/** What a key means, and how good a source of that it is: 0 is the best. */
interface Meaning {
  readonly role: 'modelled' | 'decisive' | 'renamed' | 'metric';
  readonly name: string;
  /** One number for each name and role. */
  readonly slot: number;
  readonly rank: number;
}

const roles = [
  ['modelled', modelledAttributes],
  ['decisive', decisiveAttributes],
  ['renamed', renamedAttributes],
  ['metric', metricAttributes],
] as const;

const meanings = new Map<string, Meaning>();
let slotCount = 0;
for (const [role, conventions] of roles)
  for (const [name, { names }] of Object.entries<Named>(conventions)) {
    const slot = slotCount++;
    let rank = 0;
    for (const [, ...keys] of names) for (const key of keys) meanings.set(key, { role, name, slot, rank: rank++ });
  }

/** Reads the attributes of the spans of one table. O(attributes of a span) for each span. */
export function attributeReader(table: SpanTable): (row: number) => SpanAttributes {
  const { attributes } = table;
  const meaningOf: (Meaning | undefined)[] = [];
  const isOwn: boolean[] = [];
  for (let key = 0; key < attributes.keys.size; key++) {
    meaningOf.push(meaningOfKey(attributes.keys.at(key)));
    isOwn.push(attributes.keys.at(key).startsWith('faultline.'));
  }
  const chosen = new Int32Array(slotCount);
  const metadataOf = metadataReader(table);

  return (row) => {
    const { from, to } = table.attributesOf(row);
    chosen.fill(-1);
    for (let at = from; at < to; at++) {
      const meaning = meaningOf[attributes.key[at]];
      if (meaning === undefined || meaning.slot < 0) continue;
      const best = chosen[meaning.slot];
      if (best < 0 || meaning.rank <= meaningOf[attributes.key[best]]!.rank) chosen[meaning.slot] = at;
    }
    const meant: Record<string, Json> = {};
    let metrics: Record<string, number> | undefined;
    let others: Record<string, Json> | undefined;
    for (let at = from; at < to; at++) {
      const key = attributes.key[at];
      const meaning = meaningOf[key];
      const value = attributes.valueAt(at);
      const isChosen = meaning !== undefined && (meaning.slot < 0 || chosen[meaning.slot] === at);
      if (!isChosen) {
        if (meaning?.name !== privateName) put((others ??= {}), attributes.keys.at(key), value);
        continue;
      }
      switch (meaning.role) {
        case 'metric': {
          const measured = numberIn(value);
          if (measured === undefined) put((others ??= {}), attributes.keys.at(key), value);
          else put((metrics ??= {}), meaning.name, measured);
          break;
        }
        case 'renamed':
          put((others ??= {}), meaning.name, value);
          break;
        case 'decisive':
          if (!isOwn[key]) put((others ??= {}), attributes.keys.at(key), value);
          meant[meaning.name] = value;
          break;
        default:
          meant[meaning.name] = value;
      }
    }
    metadataOf?.(from, to, meant);
    return { meant, metrics: metrics ?? noMetrics, others };
  };
}

/** Sets a member as it is called: `__proto__` is a name like any other. */
function put<Value>(record: Record<string, Value>, key: string, value: Value): void {
  if (key === '__proto__') Object.defineProperty(record, key, { ...dataProperty, value });
  else record[key] = value;
}

const dataProperty = { configurable: true, enumerable: true, writable: true };

/** Whom a run is about stands in one place, where it can be left out or erased. */
const privateName: Modelled = 'subjectId';

const noMetrics: Readonly<Record<string, number>> = Object.freeze({});

/** What a key says. */
export function meaningOfKey(key: string): Meaning | undefined {
  if (key.startsWith(metricPrefix)) return { role: 'metric', name: key.slice(metricPrefix.length), slot: -1, rank: 0 };
  return meanings.get(key) ?? meaningInMetadata(key);
}

/** A name in metadata counts less than the attribute itself. */
function meaningInMetadata(key: string): Meaning | undefined {
  for (const prefix of metadataPrefixes) {
    if (!key.startsWith(prefix)) continue;
    const meaning = meanings.get(key.slice(prefix.length));
    if (meaning !== undefined && metadataMeanings.has(meaning.name)) return { ...meaning, rank: meaning.rank + 100 };
  }
  return undefined;
}

/** The names of each meaning that is understood in metadata, the best first. */
const namesInMetadata = Object.entries<Named>(decisiveAttributes)
  .filter(([name]) => metadataMeanings.has(name))
  .map(([name, { names }]) => [name, names.flatMap(([, ...keys]) => keys)] as const);

type ReadMetadata = (from: number, to: number, meant: Record<string, Json>) => void;

/** Looks for names in attributes that hold whole metadata. `undefined`: no span of the table has any. */
function metadataReader({ attributes }: SpanTable): ReadMetadata | undefined {
  const isMetadata = new Uint8Array(attributes.keys.size);
  for (let key = 0; key < isMetadata.length; key++)
    if (metadataAttributes.has(attributes.keys.at(key))) isMetadata[key] = 1;
  if (!isMetadata.includes(1)) return undefined;
  return (from, to, meant) => {
    for (let at = from; at < to; at++) {
      if (isMetadata[attributes.key[at]] === 0) continue;
      const metadata = payloadOf(attributes.valueAt(at), undefined);
      if (typeof metadata !== 'object' || metadata === null) continue;
      const entries = new Map(Object.entries(metadata));
      for (const [name, keys] of namesInMetadata) {
        const said = keys.map((key) => entries.get(key)).find((value) => value !== undefined);
        if (said !== undefined) meant[name] ??= said;
      }
    }
  };
}

/** Some exporters write numbers as texts. */
function numberIn(value: Json): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}
