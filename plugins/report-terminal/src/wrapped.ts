import { startOf, widthOf } from './text-width.ts';

/** Breaks a text between words into lines of a width; a longer word is broken inside. At least one line. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const word of text.split(' ').flatMap((one) => pieces(one, width))) {
    const wordWidth = widthOf(word);
    if (line !== '' && used + 1 + wordWidth > width) {
      lines.push(line);
      line = '';
    }
    used = line === '' ? wordWidth : used + 1 + wordWidth;
    line = line === '' ? word : `${line} ${word}`;
  }
  return line === '' && lines.length > 0 ? lines : [...lines, line];
}

/** At most so many lines of a wrapped text; the last one then says that it goes on. */
export function wrappedAtMost(text: string, width: number, most: number): string[] {
  const lines = wrapped(text, width);
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most - 1), `${startOf(lines[most - 1]!, width - 2)} …`];
}

/** A label and a text that hangs beside it. `label` may hold colours: its width is given. */
export function hanging(label: string, labelWidth: number, lines: readonly string[]): string[] {
  const indent = ' '.repeat(labelWidth);
  return lines.map((line, index) => (index === 0 ? label : indent) + line);
}

function pieces(word: string, width: number): string[] {
  const found: string[] = [];
  let rest = word;
  while (rest.length > width || widthOf(rest) > width) {
    // Something wider than the whole line would else never end.
    const piece = startOf(rest, width) || rest.slice(0, 1);
    found.push(piece);
    rest = rest.slice(piece.length);
  }
  return [...found, rest];
}
