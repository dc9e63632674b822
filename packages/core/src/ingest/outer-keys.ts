/**
 * The keys of the outermost object of a JSON text, or of the objects in an outermost array; of JSON Lines those of all
 * lines. The text may be cut off anywhere, and need not be JSON. O(n).
 */
export function outerKeys(text: string): ReadonlySet<string> {
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

/** The place of the closing quote. */
function endOfString(text: string, from: number): number {
  let at = from;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}
