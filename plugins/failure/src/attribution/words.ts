/** Words of three letters and more that carry no content of their own. */
const stopWords: ReadonlySet<string> = new Set(
  (
    'the and for are was were has have had this that these those with from will would can could should shall may might must ' +
    'not but its our your their his her him she they them you who what which when where how why all any each been being ' +
    'into than then there here also such some more most other only very just let use used using about over out does did ' +
    'yes per via one two please'
  ).split(' '),
);

/** The words of a text that carry content, in lower case, each once: at least three letters or digits. O(size). */
export function contentWordsOf(text: string): ReadonlySet<string> {
  const found = new Set<string>();
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? []) if (!stopWords.has(word)) found.add(word);
  return found;
}

/** The words of a name: `"DataAnalysis_Expert"` has data, analysis and expert. */
export const wordsOfName = (name: string): ReadonlySet<string> =>
  contentWordsOf(name.replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2').replaceAll('_', ' '));

/** How many words a text has. */
export const wordCountOf = (text: string): number => text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0;

/**
 * The values that a text states: numbers of two digits and more, decimals, amounts, without separators of thousands. Such a
 * value was copied from somewhere, computed or made up; smaller numbers count things and list items.
 */
export function valuesIn(text: string): ReadonlySet<string> {
  const found = new Set<string>();
  for (const literal of text.match(/(?<![\p{L}\p{N}.])\d[\d,]*(?:\.\d+)?(?!\p{L})/gu) ?? []) {
    const plain = literal.replaceAll(',', '');
    if (plain.length > 1) found.add(plain);
  }
  return found;
}

/** The share of `of` that `inside` has as well; 0 where there is nothing. */
export function coverage(of: ReadonlySet<string>, inside: ReadonlySet<string>): number {
  if (of.size === 0) return 0;
  let shared = 0;
  for (const word of of) if (inside.has(word)) shared++;
  return shared / of.size;
}

/** How alike two sets are: the share of what both have in what either has (Jaccard). 0 where both are empty. */
export function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const [small, large] = a.size < b.size ? [a, b] : [b, a];
  let shared = 0;
  for (const word of small) if (large.has(word)) shared++;
  const either = a.size + b.size - shared;
  return either === 0 ? 0 : shared / either;
}
