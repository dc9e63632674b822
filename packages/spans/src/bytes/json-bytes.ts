/**
 * JSON (RFC 8259) as bytes of UTF-8. Each function takes a position and gives the position after what it read, so that
 * nobody has to remember one. A byte 0 must follow the last byte: no text, number or space goes past it, so that no
 * loop looks at the length.
 */

export const QUOTE = 0x22;
export const COMMA = 0x2c;
export const COLON = 0x3a;
export const OPEN_LIST = 0x5b;
export const CLOSE_LIST = 0x5d;
export const OPEN_OBJECT = 0x7b;
export const CLOSE_OBJECT = 0x7d;
export const SPACE = 0x20;

const BACKSLASH = 0x5c;
const MINUS = 0x2d;
const PLUS = 0x2b;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;

/** Levels that `valueEnd` goes down. What is deeper is for a slower reader. */
const deepest = 64;
const isObjectAt = new Uint8Array(deepest);

/** The first byte that is not white space. */
export function spaceEnd(bytes: Uint8Array, from: number): number {
  let at = from;
  for (;;) {
    const byte = bytes[at];
    if (byte !== SPACE && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return at;
    at++;
  }
}

/** Where a value begins whose name ended at `from`. -1: no colon follows. */
export function colonEnd(bytes: Uint8Array, from: number): number {
  const at = bytes[from] === COLON ? from : spaceEnd(bytes, from);
  if (bytes[at] !== COLON) return -1;
  return bytes[at + 1] > SPACE ? at + 1 : spaceEnd(bytes, at + 1);
}

/** The first byte of a text that does not stand for itself: the closing quote, an escape, or what no text may hold. */
export function plainEnd(bytes: Uint8Array, from: number): number {
  let at = from;
  for (;;) {
    const byte = bytes[at];
    if (byte === QUOTE || byte === BACKSLASH || byte < SPACE) return at;
    at++;
  }
}

/** The closing quote of a text whose content begins at `from`. -1: it holds what no text may, or ends too early. */
export function textEnd(bytes: Uint8Array, from: number): number {
  let at = plainEnd(bytes, from);
  while (bytes[at] === BACKSLASH) {
    at = escapeEnd(bytes, at + 1);
    if (at < 0) return -1;
    at = plainEnd(bytes, at);
  }
  return bytes[at] === QUOTE ? at : -1;
}

function escapeEnd(bytes: Uint8Array, at: number): number {
  switch (bytes[at]) {
    case QUOTE:
    case BACKSLASH:
    case 0x2f:
    case 0x62:
    case 0x66:
    case 0x6e:
    case 0x72:
    case 0x74:
      return at + 1;
    case 0x75:
      for (let digit = at + 1; digit < at + 5; digit++) if (!isHexDigit(bytes[digit])) return -1;
      return at + 5;
    default:
      return -1;
  }
}

const isHexDigit = (byte: number): boolean =>
  (byte >= ZERO && byte <= NINE) || ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x66);

/** The end of a value of any kind. -1: it is none, or ends too early, or is nested deeper than 64 levels. Iterative. */
export function valueEnd(bytes: Uint8Array, from: number): number {
  let depth = 0;
  let at = from;
  for (;;) {
    at = spaceEnd(bytes, at);
    const first = bytes[at];
    if (first === OPEN_OBJECT || first === OPEN_LIST) {
      if (depth === deepest) return -1;
      const isObject = first === OPEN_OBJECT;
      isObjectAt[depth++] = isObject ? 1 : 0;
      at = spaceEnd(bytes, at + 1);
      const isEmpty = bytes[at] === (isObject ? CLOSE_OBJECT : CLOSE_LIST);
      if (!isEmpty) {
        if (isObject) at = nameEnd(bytes, at);
        if (at < 0) return -1;
        continue;
      }
    } else {
      at = scalarEnd(bytes, at);
      if (at < 0 || depth === 0) return at;
      at = spaceEnd(bytes, at);
    }
    // After a value: containers that end here, then a comma.
    while (depth > 0 && bytes[at] === (isObjectAt[depth - 1] === 1 ? CLOSE_OBJECT : CLOSE_LIST)) {
      depth--;
      at = depth === 0 ? at + 1 : spaceEnd(bytes, at + 1);
    }
    if (depth === 0) return at;
    if (bytes[at] !== COMMA) return -1;
    at = isObjectAt[depth - 1] === 1 ? nameEnd(bytes, spaceEnd(bytes, at + 1)) : at + 1;
    if (at < 0) return -1;
  }
}

/** Where the value begins of a member whose name begins at `at`. -1: no name, or no colon. */
export function nameEnd(bytes: Uint8Array, at: number): number {
  if (bytes[at] !== QUOTE) return -1;
  const end = textEnd(bytes, at + 1);
  return end < 0 ? -1 : colonEnd(bytes, end + 1);
}

function scalarEnd(bytes: Uint8Array, at: number): number {
  switch (bytes[at]) {
    case QUOTE: {
      const end = textEnd(bytes, at + 1);
      return end < 0 ? -1 : end + 1;
    }
    case 0x74:
      return wordEnd(bytes, at, 'true');
    case 0x66:
      return wordEnd(bytes, at, 'false');
    case 0x6e:
      return wordEnd(bytes, at, 'null');
    default:
      return numberEnd(bytes, at);
  }
}

function wordEnd(bytes: Uint8Array, from: number, word: string): number {
  for (let i = 0; i < word.length; i++) if (bytes[from + i] !== word.charCodeAt(i)) return -1;
  return from + word.length;
}

/** `-? (0 | [1-9] digits) (. digits)? ([eE] [+-]? digits)?` */
function numberEnd(bytes: Uint8Array, from: number): number {
  const first = bytes[from] === MINUS ? from + 1 : from;
  const whole = bytes[first] === ZERO ? first + 1 : digitsEnd(bytes, first);
  if (whole === first) return -1;
  let at = whole;
  if (bytes[at] === POINT) {
    at = digitsEnd(bytes, whole + 1);
    if (at === whole + 1) return -1;
  }
  if ((bytes[at] | 0x20) !== 0x65) return at;
  const exponent = bytes[at + 1] === PLUS || bytes[at + 1] === MINUS ? at + 2 : at + 1;
  at = digitsEnd(bytes, exponent);
  return at === exponent ? -1 : at;
}

/** The first byte that is no decimal digit. */
function digitsEnd(bytes: Uint8Array, from: number): number {
  let at = from;
  while (bytes[at] >= ZERO && bytes[at] <= NINE) at++;
  return at;
}

/**
 * Where a value would end by its brackets and quotes alone, however deep and whether or not it is JSON; at most `limit`.
 * If there is a value at all, this is its end.
 */
export function extentEnd(bytes: Uint8Array, from: number, limit: number): number {
  let depth = 0;
  let at = spaceEnd(bytes, from);
  while (at < limit) {
    const byte = bytes[at];
    if (byte === QUOTE) {
      at = closingQuote(bytes, at + 1, limit);
      if (depth === 0) return Math.min(at + 1, limit);
    } else if (byte === OPEN_OBJECT || byte === OPEN_LIST) depth++;
    else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
      if (depth <= 1) return depth === 0 ? at : at + 1;
      depth--;
    } else if (depth === 0 && (byte === COMMA || byte <= SPACE)) return at;
    at++;
  }
  return limit;
}

function closingQuote(bytes: Uint8Array, from: number, limit: number): number {
  let at = from;
  while (at < limit && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
  return at;
}
