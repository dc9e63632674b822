import type { Choices } from './choices.test-support.ts';

/** JSON as it is to be written: objects may have a name twice. */
export type Written = string | number | boolean | null | readonly Written[] | Members;

/** An object, by its members in order. */
export class Members {
  readonly list: (readonly [name: string, value: Written])[];
  constructor(list: readonly (readonly [name: string, value: Written])[]) {
    this.list = [...list];
  }
}

/** `space` is written, or not, wherever it may be. */
export function writtenText(choices: Choices, value: Written, space: string): string {
  const gap = (): string => (space !== '' && choices.chance(0.5) ? space : '');
  if (typeof value === 'string') return quoted(choices, value);
  if (value instanceof Members)
    return `{${gap()}${value.list.map(([name, member]) => `${quoted(choices, name)}${gap()}:${gap()}${writtenText(choices, member, space)}${gap()}`).join(`,${gap()}`)}}`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  return `[${gap()}${value.map((element) => writtenText(choices, element, space) + gap()).join(`,${gap()}`)}]`;
}

function quoted(choices: Choices, text: string): string {
  const plain = JSON.stringify(text);
  if (!choices.isOdd()) return plain;
  return plain.replaceAll(/[a-z0-9]/gi, (letter, at: number) =>
    plain[at - 1] !== '\\' && !/\\u[0-9a-f]{0,3}$/i.test(plain.slice(Math.max(0, at - 5), at)) && choices.chance(0.2)
      ? `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`
      : letter,
  );
}
