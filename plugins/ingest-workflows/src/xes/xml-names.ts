/** Where the name at a place ends; `end` at the latest. It is the place itself where there is none. */
export function endOfName(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && !isDelimiter(text.charCodeAt(at))) at++;
  return at;
}

/** Where the white space at a place ends; `end` at the latest. */
export function endOfSpace(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && isSpace(text.charCodeAt(at))) at++;
  return at;
}

/** A name in a message: names are of the format, but may be hostile. */
export const shownName = (name: string): string => (name.length > 40 ? `${name.slice(0, 40)}...` : name);

/** White space, and `"` `'` `/` `<` `=` `>` `&`. */
const isDelimiter = (code: number): boolean =>
  isSpace(code) || code === 0x22 || code === 0x27 || code === 0x2f || (code >= 0x3c && code <= 0x3e) || code === 0x26;

const isSpace = (code: number): boolean => code === 0x20 || code === 0x0a || code === 0x09 || code === 0x0d;
