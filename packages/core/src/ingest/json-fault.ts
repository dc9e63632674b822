/** Where a text stops being JSON. */
export interface JsonFault {
  readonly position: number;
  /** The text so far is the beginning of JSON: its end is missing. */
  readonly isCutOff: boolean;
}

/**
 * The first place where a text is not JSON (RFC 8259). Engines tell it in their messages in different ways, or not at
 * all, and quote the text. Iterative, O(n). `undefined`: the text is JSON.
 *
 *     {"a": x}        position 6
 *     {"a": [1, 2     position 11, cut off
 */
export function jsonFaultOf(text: string): JsonFault | undefined {
  /** The containers around the position: the characters that close them. */
  const open: string[] = [];
  let expected: Expected = 'value';
  for (let at = spaceEnd(text, 0); at < text.length; at = spaceEnd(text, at)) {
    const character = text.charAt(at);
    const closing = open.at(-1);
    if (character === closing && closes.has(expected)) {
      open.pop();
      expected = open.length === 0 ? 'end' : 'comma';
      at++;
    } else if (expected === 'comma' && character === ',') {
      expected = closing === '}' ? 'key' : 'value';
      at++;
    } else if (expected === 'colon' && character === ':') {
      expected = 'value';
      at++;
    } else if (takesValue.has(expected) && (character === '{' || character === '[')) {
      open.push(character === '{' ? '}' : ']');
      expected = character === '{' ? 'key or end' : 'value or end';
      at++;
    } else if (takesValue.has(expected) || (takesKey.has(expected) && character === '"')) {
      const end = scalarEnd(text, at);
      if (end.isFault) return { position: end.at, isCutOff: end.at === text.length };
      expected = takesKey.has(expected) ? 'colon' : open.length === 0 ? 'end' : 'comma';
      at = end.at;
    } else return { position: at, isCutOff: false };
  }
  return expected === 'end' ? undefined : { position: text.length, isCutOff: true };
}

type Expected = 'value' | 'value or end' | 'key' | 'key or end' | 'colon' | 'comma' | 'end';

const closes: ReadonlySet<Expected> = new Set(['value or end', 'key or end', 'comma']);
const takesValue: ReadonlySet<Expected> = new Set(['value', 'value or end']);
const takesKey: ReadonlySet<Expected> = new Set(['key', 'key or end']);

/** Where a scalar ends, or where it goes wrong. */
interface End {
  readonly at: number;
  readonly isFault: boolean;
}

const fault = (at: number): End => ({ at, isFault: true });
const end = (at: number): End => ({ at, isFault: false });

function scalarEnd(text: string, from: number): End {
  const character = text.charAt(from);
  if (character === '"') return stringEnd(text, from + 1);
  const word = words.get(character);
  return word === undefined ? numberEnd(text, from) : wordEnd(text, from, word);
}

const words = new Map([
  ['t', 'true'],
  ['f', 'false'],
  ['n', 'null'],
]);

function wordEnd(text: string, from: number, word: string): End {
  for (let i = 0; i < word.length; i++) if (text[from + i] !== word[i]) return fault(from + i);
  return end(from + word.length);
}

function stringEnd(text: string, from: number): End {
  for (let at = from; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '"') return end(at + 1);
    if (character < ' ') return fault(at);
    if (character !== '\\') continue;
    at++;
    if (text[at] === 'u') {
      for (let i = 0; i < 4; i++) if (!isIn('0123456789abcdefABCDEF', text[++at])) return fault(at);
    } else if (!isIn('"\\/bfnrt', text[at])) return fault(at);
  }
  return fault(text.length);
}

/** `-? (0 | [1-9] digits) (. digits)? ([eE] [+-]? digits)?` */
function numberEnd(text: string, from: number): End {
  let at = text[from] === '-' ? from + 1 : from;
  const whole = text[at] === '0' ? at + 1 : digitsEnd(text, at);
  if (whole === at) return fault(at);
  at = whole;
  if (text[at] === '.') {
    at = digitsEnd(text, at + 1);
    if (at === whole + 1) return fault(at);
  }
  if (!isIn('eE', text[at])) return end(at);
  const exponent = isIn('+-', text[at + 1]) ? at + 2 : at + 1;
  at = digitsEnd(text, exponent);
  return at === exponent ? fault(at) : end(at);
}

function digitsEnd(text: string, from: number): number {
  let at = from;
  while (isIn('0123456789', text[at])) at++;
  return at;
}

function spaceEnd(text: string, from: number): number {
  let at = from;
  while (isIn(' \t\n\r', text[at])) at++;
  return at;
}

const isIn = (characters: string, character: string | undefined): boolean =>
  character !== undefined && characters.includes(character);
