import type { Json } from '@faultline/model';
import { XmlFault } from './xml-fault.ts';
import type { XmlHandler } from './xml-reader.ts';

/** Attributes of a trace or an event, in their order. */
export type XesAttributes = Map<string, Json>;

/** One case of a log: what happened, in the order of the log. */
export interface XesTrace {
  readonly attributes: XesAttributes;
  readonly events: readonly XesAttributes[];
}

/** An attribute that is still open: others may be inside it. */
interface OpenAttribute {
  readonly key: string;
  readonly type: string;
  readonly value: Json;
  readonly inside: [string, Json][];
}

const attributeTypes: ReadonlySet<string> = new Set([
  'string',
  'date',
  'int',
  'float',
  'boolean',
  'id',
  'list',
  'container',
]);

/**
 * Puts traces together from the elements of an event log (IEEE 1849). Of the log itself only the name is kept; one trace
 * is held at a time.
 */
export class XesLog implements XmlHandler {
  /** `concept:name` of the log. */
  name: string | undefined;
  /** Events that are in no trace. */
  strayEvents = 0;
  readonly #onTrace: (trace: XesTrace) => void;
  #hasLog = false;
  #trace: { readonly attributes: XesAttributes; readonly events: XesAttributes[] } | undefined;
  #event: XesAttributes | undefined;
  readonly #attributes: OpenAttribute[] = [];
  /** How deep it is inside an element that is passed over. */
  #passedOver = 0;

  constructor(onTrace: (trace: XesTrace) => void) {
    this.#onTrace = onTrace;
  }

  open(qualified: string, attributes: ReadonlyMap<string, string>): void {
    if (this.#passedOver > 0) {
      this.#passedOver++;
      return;
    }
    const name = localName(qualified);
    if (!this.#hasLog) {
      if (name !== 'log') throw new XmlFault('It is XML, but its outermost element is not "log".');
      this.#hasLog = true;
    } else if (this.#attributes.length === 0 && name === 'trace' && this.#trace === undefined)
      this.#trace = { attributes: new Map(), events: [] };
    else if (
      this.#attributes.length === 0 &&
      name === 'event' &&
      this.#trace !== undefined &&
      this.#event === undefined
    )
      this.#event = new Map();
    else if (attributeTypes.has(name)) this.#openAttribute(name, attributes);
    else if (name === 'values' && this.#attributes.length > 0) this.#openAttribute(name, attributes);
    else {
      if (name === 'event' && this.#trace === undefined) this.strayEvents++;
      this.#passedOver = 1;
    }
  }

  close(): void {
    if (this.#passedOver > 0) {
      this.#passedOver--;
      return;
    }
    const attribute = this.#attributes.pop();
    if (attribute !== undefined) this.#closeAttribute(attribute);
    else if (this.#event !== undefined) {
      this.#trace?.events.push(this.#event);
      this.#event = undefined;
    } else if (this.#trace !== undefined) {
      this.#onTrace(this.#trace);
      this.#trace = undefined;
    }
  }

  #openAttribute(type: string, attributes: ReadonlyMap<string, string>): void {
    const key = attributes.get('key') ?? '';
    // Logs describe themselves at length; a name is all that a run has a place for.
    if (this.#trace === undefined && (key !== 'concept:name' || this.#attributes.length > 0)) {
      this.#passedOver = 1;
      return;
    }
    this.#attributes.push({ key, type, value: valueOf(type, attributes.get('value') ?? ''), inside: [] });
  }

  #closeAttribute(attribute: OpenAttribute): void {
    const around = this.#attributes.at(-1);
    if (attribute.type === 'values') for (const member of attribute.inside) around?.inside.push(member);
    else if (around !== undefined) around.inside.push([attribute.key, contentOf(attribute)]);
    else if (this.#event !== undefined) this.#event.set(attribute.key, contentOf(attribute));
    else if (this.#trace !== undefined) this.#trace.attributes.set(attribute.key, contentOf(attribute));
    else if (typeof attribute.value === 'string') this.name ??= attribute.value;
  }
}

/** Most logs have no prefix. */
const localName = (name: string): string => {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
};

/** Numbers that a double cannot hold stay texts, as do dates. */
function valueOf(type: string, text: string): Json {
  if (type === 'boolean') return text.trim().toLowerCase() === 'true';
  if (type !== 'int' && type !== 'float') return text;
  const number = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(number) || (type === 'int' && !Number.isSafeInteger(number))) return text;
  return number;
}

/** A list is its values, a container an object; any other attribute may have attributes of its own. */
function contentOf({ type, value, inside }: OpenAttribute): Json {
  if (type === 'list') return inside.map(([, member]) => member);
  if (type === 'container') return Object.fromEntries(inside);
  return inside.length === 0 ? value : { value, attributes: Object.fromEntries(inside) };
}
