import type { Report } from '@faultline/model';

/**
 * What JSON.stringify leaves as it is but a terminal or a script would act upon: DEL, C1 controls, marks that turn the
 * direction of the text, line separators and the byte order mark. They can only stand inside of strings.
 */
const unsafe = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** A report as JSON that is safe to print. Reading it gives the same report. */
export function jsonText(report: Report, indent = 0): string {
  return JSON.stringify(report, undefined, indent).replace(
    unsafe,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
