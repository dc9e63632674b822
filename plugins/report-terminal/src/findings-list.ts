import type { Finding } from '@faultline/model';
import { evidenceTexts } from './evidence-text.ts';
import { toneOf, type Page } from './page.ts';
import { padded, widthOf } from './text-width.ts';
import { severityCounts, severityWords } from './words.ts';
import { hanging, wrapped, wrappedAtMost } from './wrapped.ts';

/** How many findings of one rule are shown unless asked for all. */
const MOST_PER_RULE = 3;
const MOST_LINES = 4;
const INDENT = 9;

/**
 * The findings, worst first, those of one rule together. Ideas, and beside what is worse all notes, are only named: whoever is
 * woken by an error does not look for them.
 */
export function findingsList(findings: readonly Finding[], page: Page): string[] {
  const [worst] = findings;
  if (worst === undefined) return [];
  const isFolded = ({ severity, kind }: Finding): boolean =>
    !page.isVerbose && severity === 'info' && (kind === 'optimizer' || worst.severity !== 'info');
  const told = findings.filter((finding) => !isFolded(finding));
  const groups = Map.groupBy(told, ({ severity, ruleId }) => `${severity} ${ruleId}`);
  return [
    ...countLine(findings, worst, page),
    ...[...groups.values()].flatMap((group) => groupLines(group, page)),
    ...noteLines(findings.filter(isFolded), page),
  ];
}

function countLine(findings: readonly Finding[], { ruleId }: Finding, page: Page): string[] {
  const counts = `Findings: ${severityCounts(findings)}`;
  const hint = `faultline explain ${ruleId}`;
  const blanks = page.width - widthOf(counts) - widthOf(hint);
  if (blanks < 2) return [page.paint('strong', counts), page.paint('quiet', hint)];
  return [page.paint('strong', counts) + ' '.repeat(blanks) + page.paint('quiet', hint)];
}

function groupLines(group: readonly Finding[], page: Page): string[] {
  const shown = page.isVerbose ? group : group.slice(0, MOST_PER_RULE);
  const left = group.length - shown.length;
  // A group has at least one finding.
  const { severity, ruleId } = group[0]!;
  const word = page.paint(toneOf[severity], padded(severityWords[severity], INDENT - 4));
  const count = group.length > 1 ? page.paint('quiet', ` (${group.length})`) : '';
  const indent = ' '.repeat(INDENT);
  return [
    `  ${word}  ${ruleId}${count}`,
    ...shown.flatMap((finding) => findingLines(finding, page).map((line) => indent + line)),
    ...(left > 0 ? [page.paint('quiet', `${indent}and ${left} more; --verbose shows all`)] : []),
  ];
}

function findingLines(finding: Finding, page: Page): string[] {
  const width = page.width - INDENT;
  if (!page.isVerbose) return wrappedAtMost(finding.message, width, MOST_LINES);
  const evidence = evidenceTexts(finding).flatMap((text) => hanging('  - ', 4, wrapped(text, width - 4)));
  return [...wrapped(finding.message, width), ...evidence.map((line) => page.paint('quiet', line))];
}

/** The rules that left notes. */
function noteLines(notes: readonly Finding[], page: Page): string[] {
  if (notes.length === 0) return [];
  const rules = [...Map.groupBy(notes, ({ ruleId }) => ruleId)].map(([ruleId, { length }]) =>
    length > 1 ? `${ruleId} (${length})` : ruleId,
  );
  const word = page.paint(toneOf.info, padded(severityWords.info, INDENT - 4));
  return hanging(`  ${word}  `, INDENT, wrapped(`${rules.join(', ')}; --verbose shows all`, page.width - INDENT));
}
