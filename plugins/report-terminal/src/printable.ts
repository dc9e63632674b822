import type { Report } from '@faultline/model';
import { shortened } from './text-width.ts';

/**
 * What a terminal would act upon or would not show: controls and their escape sequences, marks that turn the direction
 * of the text, separators, lone surrogates. Joiners stay where scripts and emoji need them: after anything but ASCII.
 */
const unprintable = /(?<![^\0-\u007f\u200c\u200d])[\u200c\u200d]|(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;
/** More marks on one letter than any script has climb over the lines above. */
const tooManyMarks = /(\p{M}{4})\p{M}+/gu;
/** Longer than any name that a person would read to its end. */
const LONGEST_WORD = 160;
const tooLongWord = new RegExp(`[^ ]{${LONGEST_WORD + 1},}`, 'g');

const named = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

/** A text of the trace, made safe to print: `\x1b[2J` and `\u{202e}` as they are written here, endless names shortened. */
export function printable(text: string): string {
  return text
    .replace(unprintable, escaped)
    .replace(tooManyMarks, '$1')
    .replace(tooLongWord, (word) => shortened(word, LONGEST_WORD));
}

function escaped(character: string): string {
  // The pattern matches whole code points.
  const code = character.codePointAt(0)!;
  const hex = code.toString(16);
  return named.get(character) ?? (code < 0x100 ? `\\x${hex.padStart(2, '0')}` : `\\u{${hex}}`);
}

/**
 * The same report with every text made safe to print. Everything that this package draws has come through here: nothing
 * else of it needs to think of hostile names. Values for programs are left out, so that the depth is that of the schema.
 */
export function printableReport(report: Report): Report {
  return withPrintableText({
    ...report,
    rules: [],
    ranRules: [],
    findings: report.findings.map((finding) => ({ ...finding, data: {} })),
    sections: report.sections.map((section) => ({ ...section, value: null })),
  });
}

function withPrintableText<T>(value: T): T;
function withPrintableText(value: unknown): unknown {
  if (typeof value === 'string') return printable(value);
  if (Array.isArray(value)) return value.map((one) => withPrintableText(one));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withPrintableText(one)]));
}
