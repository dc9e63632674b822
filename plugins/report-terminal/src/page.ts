import { styleText } from 'node:util';
import type { Severity } from '@faultline/model';

/** What a text is, for those who see colours. Nothing is said by colour alone. */
export type Tone = 'error' | 'warning' | 'good' | 'quiet' | 'strong';

/** Where a report is drawn. */
export interface Page {
  /** In columns. */
  readonly width: number;
  readonly isVerbose: boolean;
  paint(tone: Tone, text: string): string;
}

const formats = { error: 'red', warning: 'yellow', good: 'green', quiet: 'dim', strong: 'bold' } as const;

const LEAST_WIDTH = 60;
/** Longer lines are hard to follow. */
const MOST_WIDTH = 120;

/** A page for a medium. Whether it is coloured was decided by who knows the stream and its environment. */
export const pageOf = (medium: { columns: number; isColored: boolean; isVerbose: boolean }): Page => ({
  width: Math.min(MOST_WIDTH, Math.max(LEAST_WIDTH, medium.columns)),
  isVerbose: medium.isVerbose,
  paint: (tone, text) =>
    medium.isColored && text !== '' ? styleText(formats[tone], text, { validateStream: false }) : text,
});

/** The tone of a severity. */
export const toneOf = { error: 'error', warning: 'warning', info: 'quiet' } as const satisfies Record<Severity, Tone>;
