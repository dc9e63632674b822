const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const narrow = /^[\x20-\x7e]*$/;
/** East Asian wide and full-width letters, and what is drawn as emoji: two columns, as most terminals do it. */
const wide = new RegExp(
  '[\\u1100-\\u115f\\u2e80-\\u303e\\u3041-\\ua4cf\\ua960-\\ua97c\\uac00-\\ud7a3\\uf900-\\ufaff\\ufe30-\\ufe6f' +
    '\\uff01-\\uff60\\uffe0-\\uffe6\\u{1b000}-\\u{1b2ff}\\u{20000}-\\u{3fffd}\\ufe0f\\p{Emoji_Presentation}]',
  'u',
);
const bare = /^\p{M}/u;
/** No line is so long: more need not be looked at to shorten a text. */
const LOOKED_AT = 2048;

/** Columns that a text takes in a terminal. */
export function widthOf(text: string): number {
  if (narrow.test(text)) return text.length;
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += widthOfGrapheme(segment);
  return width;
}

/** The text and blanks, to the given width. A longer one stays as it is. */
export const padded = (text: string, width: number, align: 'left' | 'right' = 'left'): string => {
  const blanks = ' '.repeat(Math.max(0, width - widthOf(text)));
  return align === 'left' ? text + blanks : blanks + text;
};

/** A text with its middle left out, because names differ at both ends: `medical_lit…consultation`. */
export function shortened(text: string, width: number): string {
  if (text.length <= LOOKED_AT && widthOf(text) <= width) return text;
  const tail = Math.floor((width - 1) / 2);
  return `${startOf(text, width - 1 - tail)}…${endOf(text, tail)}`;
}

/** A text with its end left out. */
export function clipped(text: string, width: number): string {
  if (text.length <= LOOKED_AT && widthOf(text) <= width) return text;
  return `${startOf(text, width - 1).trimEnd()}…`;
}

/** As much of the beginning of a text as fits. */
export function startOf(text: string, width: number): string {
  return taken(segmentsOf(text.slice(0, LOOKED_AT)), width).join('');
}

const endOf = (text: string, width: number): string =>
  taken(segmentsOf(text.slice(-LOOKED_AT)).toReversed(), width)
    .toReversed()
    .join('');

/** A slice may have cut a pair of surrogates. */
const segmentsOf = (text: string): string[] =>
  Array.from(graphemes.segment(text.toWellFormed()), ({ segment }) => segment);

function taken(segments: readonly string[], width: number): string[] {
  let [used, count] = [0, 0];
  for (const segment of segments) {
    used += widthOfGrapheme(segment);
    if (used > width) break;
    count++;
  }
  return segments.slice(0, count);
}

const widthOfGrapheme = (grapheme: string): number => (wide.test(grapheme) ? 2 : bare.test(grapheme) ? 0 : 1);
