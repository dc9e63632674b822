import type { Assessment, Severity } from '@faultline/model';
import type { Tone } from './page.ts';

/** The verdict as a word that is seen from afar, worst first. */
export const verdicts = {
  failed: { word: 'FAILED', counted: 'failed', tone: 'error' },
  faulty: { word: 'FAULTY', counted: 'faulty', tone: 'error' },
  unfinished: { word: 'OPEN', counted: 'open', tone: 'warning' },
  attention: { word: 'WARN', counted: 'with warnings', tone: 'warning' },
  healthy: { word: 'OK', counted: 'OK', tone: 'good' },
} as const satisfies Record<Assessment['verdict'], { word: string; counted: string; tone: Tone }>;

/** The word for a severity. */
export const severityWords = { error: 'ERROR', warning: 'WARN', info: 'NOTE' } as const satisfies Record<
  Severity,
  string
>;

/** `1 error`, `3 errors`. */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** `2 errors, 1 note`: severities that occur, worst first. */
export function severityCounts(findings: readonly { readonly severity: Severity }[]): string {
  const nouns = { error: 'error', warning: 'warning', info: 'note' } as const;
  return (['error', 'warning', 'info'] as const)
    .map((severity) => ({ severity, count: findings.filter((finding) => finding.severity === severity).length }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => counted(count, nouns[severity]))
    .join(', ');
}
