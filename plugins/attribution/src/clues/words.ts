/** Words of three letters and more that carry no content of their own. */
const stopWords: ReadonlySet<string> = new Set(
  (
    'the and for are was were has have had this that these those with from will would can could should shall may might must ' +
    'not but its our your their his her him she they them you who what which when where how why all any each been being ' +
    'into than then there here also such some more most other only very just let use used using about over out does did ' +
    'yes per via one two please'
  ).split(' '),
);

/** What a text has of words: how many, and those that carry content, in lower case, each once: at least three letters or digits. */
interface Words {
  readonly count: number;
  readonly content: ReadonlySet<string>;
}

/** Takes a text apart into words. O(size). */
export function wordsIn(text: string): Words {
  const words = text.toLowerCase().match(isAscii(text) ? /[a-z\d]+/g : /[\p{L}\p{N}]+/gu) ?? [];
  const content = new Set<string>();
  for (const word of words) if (word.length >= 3 && !stopWords.has(word)) content.add(word);
  return { count: words.length, content };
}

/** Its words that carry content. O(size). */
export const contentWordsOf = (text: string): ReadonlySet<string> => wordsIn(text).content;

/** Most texts are, and classes of Unicode take three times as long to search for. */
const isAscii = (text: string): boolean => /^\p{ASCII}*$/u.test(text);

/** The words of a name: `"DataAnalysis_Expert"` has data, analysis and expert. */
export const wordsOfName = (name: string): ReadonlySet<string> =>
  contentWordsOf(name.replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2').replaceAll('_', ' '));

/**
 * The values that a text states: numbers of two digits and more, decimals, amounts, without separators of thousands. Such a
 * value was copied from somewhere, computed or made up; smaller numbers count things and list items.
 */
export function valuesIn(text: string): ReadonlySet<string> {
  const found = new Set<string>();
  const values = isAscii(text)
    ? /(?<![A-Za-z\d.])\d[\d,]*(?:\.\d+)?(?![A-Za-z])/g
    : /(?<![\p{L}\p{N}.])\d[\d,]*(?:\.\d+)?(?!\p{L})/gu;
  for (const literal of text.match(values) ?? []) {
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
