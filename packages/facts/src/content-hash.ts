/**
 * A hash of 53 bits, as an integer, of a JSON value: equal for values that are equal whatever the order of their keys. Two
 * lanes of 32 bits in the manner of MurmurHash3 (A. Appleby), over the tokens of the value. The chance that any two of a
 * million values share a hash is 1 in 18,000.
 *
 *     contentHash({ a: 1, b: [true] }) === contentHash({ b: [true], a: 1 })
 *
 * It says whether two values are the same and nothing else about them; the value cannot be computed back. Whoever can
 * guess a value can check the guess: it is not for secrets. O(size of the value · log of its keys), not recursive.
 *
 * @param salt hashes with different salts cannot be compared
 */
export function contentHash(value: unknown, salt = ''): number {
  const lanes: Lanes = { a: 0x9747b28c, b: 0x3c6ef372 };
  addText(lanes, salt);
  /** What is still to be added; the last comes next. A key stands below a mark, and its value below the key. */
  const open: unknown[] = [value];
  while (open.length > 0) {
    const next = open.pop();
    // What stands below a mark is a key.
    if (next === keyMark) addText(lanes, open.pop() as string);
    else addValue(lanes, next, open);
  }
  return mixed(lanes.a ^ (lanes.b >>> 7)) * 2 ** 21 + (mixed(lanes.b ^ (lanes.a >>> 9)) >>> 11);
}

/** How many hashes there are: all integers below it. */
export const contentHashes = 2 ** 53;

/** No value is equal to it. */
const keyMark = Symbol('key');

interface Lanes {
  a: number;
  b: number;
}

/** Tags keep values of different kinds apart; the lengths of texts, arrays and objects keep neighbours apart. */
const tags = { nothing: 1, yes: 2, no: 3, number: 4, text: 5, list: 6, entries: 7 } as const;

function addValue(lanes: Lanes, value: unknown, open: unknown[]): void {
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
    for (let index = value.length - 1; index >= 0; index--) open.push(value[index]);
  } else if (typeof value === 'object' && value !== null) {
    const keys = inOrder(Object.keys(value));
    add(lanes, tags.entries);
    add(lanes, keys.length);
    for (let index = keys.length - 1; index >= 0; index--) {
      const key = keys[index]!;
      // It is one of its own keys.
      open.push((value as Readonly<Record<string, unknown>>)[key], key, keyMark);
    }
  } else {
    add(lanes, tags.nothing);
  }
}

/** By code units. What is in order stays as it is. */
function inOrder(keys: readonly string[]): readonly string[] {
  for (let index = 1; index < keys.length; index++) if (keys[index - 1]! > keys[index]!) return keys.toSorted();
  return keys;
}

/** Two characters a word. */
function addText(lanes: Lanes, text: string): void {
  const { length } = text;
  add(lanes, length);
  const pairs = length - 1;
  let { a, b } = lanes;
  for (let at = 0; at < length; at += 2) {
    const word = at < pairs ? text.charCodeAt(at) | (text.charCodeAt(at + 1) << 16) : text.charCodeAt(at);
    a = nextA(a, word);
    b = nextB(b, word);
  }
  lanes.a = a;
  lanes.b = b;
}

function add(lanes: Lanes, word: number): void {
  lanes.a = nextA(lanes.a, word);
  lanes.b = nextB(lanes.b, word);
}

function nextA(lane: number, word: number): number {
  const mixedIn = lane ^ Math.imul((word << 15) | (word >>> 17), 0x85ebca6b);
  return (Math.imul((mixedIn << 13) | (mixedIn >>> 19), 0xcc9e2d51) + 0x6b64e654) | 0;
}

function nextB(lane: number, word: number): number {
  const mixedIn = lane ^ Math.imul((word << 16) | (word >>> 16), 0xc2b2ae35);
  return (Math.imul((mixedIn << 17) | (mixedIn >>> 15), 0x1b873593) + 0x38495ab5) | 0;
}

function mixed(lane: number): number {
  let hash = lane;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
