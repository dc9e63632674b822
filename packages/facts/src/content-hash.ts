/**
 * A hash of 64 bits, as 16 hexadecimal digits, of a JSON value: equal for values that are equal whatever the order of their
 * keys. Two lanes of 32 bits in the manner of MurmurHash3 (A. Appleby), over the tokens of the value. The chance that any
 * two of a million values share a hash is 1 in 37 million.
 *
 *     contentHash({ a: 1, b: [true] }) === contentHash({ b: [true], a: 1 })
 *
 * It says whether two values are the same and nothing else about them; the value cannot be computed back. Whoever can
 * guess a value can check the guess: it is not for secrets. O(size of the value · log of its keys), not recursive.
 *
 * @param salt hashes with different salts cannot be compared
 */
export function contentHash(value: unknown, salt = ''): string {
  const lanes: Lanes = { a: 0x9747b28c, b: 0x3c6ef372 };
  addText(lanes, salt);
  /** What is still to be added; the last comes next. */
  const open: (Token | { readonly value: unknown })[] = [{ value }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if ('key' in next) addText(lanes, next.key);
    else addValue(lanes, next.value, open);
  }
  return hex(mixed(lanes.a ^ (lanes.b >>> 7))) + hex(mixed(lanes.b ^ (lanes.a >>> 9)));
}

interface Lanes {
  a: number;
  b: number;
}

/** The key of an entry, whose value follows. */
interface Token {
  readonly key: string;
}

/** Tags keep values of different kinds apart; the lengths of texts, arrays and objects keep neighbours apart. */
const tags = { nothing: 1, yes: 2, no: 3, number: 4, text: 5, list: 6, entries: 7 } as const;

function addValue(lanes: Lanes, value: unknown, open: (Token | { readonly value: unknown })[]): void {
  if (typeof value === 'string') {
    add(lanes, tags.text);
    addText(lanes, value);
  } else if (typeof value === 'number') {
    add(lanes, tags.number);
    addText(lanes, String(value));
  } else if (typeof value === 'boolean') {
    add(lanes, value ? tags.yes : tags.no);
  } else if (Array.isArray(value)) {
    add(lanes, tags.list);
    add(lanes, value.length);
    for (let index = value.length - 1; index >= 0; index--) open.push({ value: value[index] as unknown });
  } else if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? 1 : -1));
    add(lanes, tags.entries);
    add(lanes, entries.length);
    for (const [key, held] of entries) open.push({ value: held }, { key });
  } else {
    add(lanes, tags.nothing);
  }
}

function addText(lanes: Lanes, text: string): void {
  add(lanes, text.length);
  for (let i = 0; i < text.length; i++) add(lanes, text.charCodeAt(i));
}

function add(lanes: Lanes, word: number): void {
  const a = lanes.a ^ word;
  const b = lanes.b ^ word;
  lanes.a = (Math.imul((a << 13) | (a >>> 19), 0xcc9e2d51) + 0x6b64e654) | 0;
  lanes.b = (Math.imul((b << 17) | (b >>> 15), 0x1b873593) + 0x38495ab5) | 0;
}

function mixed(lane: number): number {
  let hash = lane;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

const hex = (word: number): string => word.toString(16).padStart(8, '0');
