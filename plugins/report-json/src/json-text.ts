import type { Report } from '@faultline/model';

/**
 * What JSON.stringify leaves as it is but a terminal or a script would act upon: DEL, C1 controls, marks that turn the
 * direction of the text, line separators and the byte order mark. They can only stand inside of strings.
 */
const unsafe = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** A report as JSON that is safe to print. Reading it gives the same report. */
export function jsonText(report: Report, indent = 0): string {
  if (indent > 0) return textOf(report, indent);
  let members = '';
  for (const [name, value] of Object.entries(report)) {
    const text = name === 'rules' ? rulesText(report.rules) : textOf(value);
    members += `${members === '' ? '' : ','}${JSON.stringify(name)}:${text}`;
  }
  return `{${members}}`;
}

/** An engine gives every report one list of rules, which is a fifth of the text. */
function rulesText(rules: Report['rules']): string {
  let text = textOfRules.get(rules);
  if (text === undefined) textOfRules.set(rules, (text = textOf(rules)));
  return text;
}

const textOfRules = new WeakMap<Report['rules'], string>();

function textOf(value: unknown, indent = 0): string {
  return JSON.stringify(value, undefined, indent).replace(
    unsafe,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
