/**
 * The keys of the outermost object of a JSON text, or of the objects in an outermost array; of JSON Lines those of all
 * lines. The text may be cut off anywhere, and need not be JSON. O(n), and less for the text that was asked about last:
 * one ingester after the other asks about the same head of an input.
 */
export function outerKeys(text: string): ReadonlySet<string> {
  if (last.text !== text) last = { text, keys: keysIn(text) };
  return last.keys;
}

let last: { readonly text: string; readonly keys: ReadonlySet<string> } = { text: '', keys: new Set() };

function keysIn(text: string): ReadonlySet<string> {
  const keys = new Set<string>();
  const outermost = text.trimStart().startsWith('[') ? 2 : 1;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const mark = text[at];
    if (mark === '{' || mark === '[') depth++;
    else if (mark === '}' || mark === ']') depth--;
    if (mark !== '"') continue;
    const end = endOfString(text, at + 1);
    if (depth === outermost && /^\s*:/.test(text.slice(end + 1, end + 100))) keys.add(text.slice(at + 1, end));
    at = end;
  }
  return keys;
}

/** The place of the closing quote. Native search: a loop over the head would be compiled for it alone. */
function endOfString(text: string, from: number): number {
  let at = text.indexOf('"', from);
  while (at >= 0 && isEscaped(text, from, at)) at = text.indexOf('"', at + 1);
  return at < 0 ? text.length : at;
}

/** Whether an odd number of backslashes stands before a place. */
function isEscaped(text: string, from: number, place: number): boolean {
  let at = place;
  while (at > from && text[at - 1] === '\\') at--;
  return (place - at) % 2 === 1;
}
