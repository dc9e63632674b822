import { formatQuantity } from '@faultline/core';
import { toneOf, type Page } from './page.ts';
import { apart, runReport } from './run-report.ts';
import type { RunLine, RunTally } from './run-tally.ts';
import { padded, shortened } from './text-width.ts';
import { textTable, type Column } from './text-table.ts';
import { counted, severityWords, verdicts } from './words.ts';

const INDENT = 2;
const MOST_SHARED = 10;

/** The report on several runs: the counts, a line for each of the worst, what they share, and the worst one itself. */
export function runsReport(tally: RunTally, page: Page, options: { readonly withWorst: boolean }): string[] {
  const { worst } = tally;
  const isWorthwhile = worst !== undefined && worst.assessment.verdict !== 'healthy' && options.withWorst;
  return apart([
    [countsLine(tally, page)],
    tableLines(tally, page),
    sharedLines(tally, page),
    ...(isWorthwhile ? [[page.paint('strong', 'The worst of them')], runReport(worst, page)] : []),
  ]);
}

function countsLine(tally: RunTally, page: Page): string {
  const counts = tally.verdicts.map(({ verdict, runs }) =>
    page.paint(verdicts[verdict].tone, `${runs} ${verdicts[verdict].counted}`),
  );
  const of = tally.workflowId === undefined ? '' : ` of ${shortened(tally.workflowId, Math.floor(page.width / 2))}`;
  return `${page.paint('strong', counted(tally.count, 'run') + of)}: ${counts.join(', ')}`;
}

function tableLines(tally: RunTally, page: Page): string[] {
  const { lines } = tally;
  const severalWorkflows = tally.workflowId === undefined;
  const columns: Column[] = [
    { heading: '' },
    { heading: 'run' },
    ...(severalWorkflows ? [{ heading: 'workflow' }] : []),
    { heading: 'took', align: 'right' },
    { heading: 'health', align: 'right' },
    { heading: 'what broke first, or worst rule', leftOut: 'end' },
  ];
  const [headings = '', ...rows] = textTable(
    columns,
    lines.map((line) => cellsOf(line, severalWorkflows)),
    page,
    INDENT,
  );
  const painted = rows.map((row, index) => {
    // There is a row for each line, and it starts with the word.
    const { word, tone } = verdicts[lines[index]!.verdict];
    return row.replace(word, () => page.paint(tone, word));
  });
  const left = tally.count - lines.length;
  return [
    headings,
    ...painted,
    ...(left > 0 ? [`${' '.repeat(INDENT)}and ${counted(left, 'more run')}, none worse`] : []),
  ];
}

const cellsOf = (line: RunLine, severalWorkflows: boolean): string[] => [
  verdicts[line.verdict].word,
  // Both ends: ids of one source often begin alike, with zeros or the time.
  shortened(line.runId, 16),
  ...(severalWorkflows ? [line.workflowId] : []),
  formatQuantity(line.durationMs, 'ms'),
  formatQuantity(line.score, 'count'),
  line.cause,
];

function sharedLines({ shared, count }: RunTally, page: Page): string[] {
  const relevant = page.isVerbose ? shared : shared.filter(({ severity }) => severity !== 'info');
  const shown = page.isVerbose ? relevant : relevant.slice(0, MOST_SHARED);
  if (shown.length === 0) return [];
  const left = relevant.length - shown.length;
  const ruleWidth = shown.reduce((most, { ruleId }) => Math.max(most, ruleId.length), 0);
  return [
    page.paint('strong', 'What they share'),
    ...shown.map(({ ruleId, severity, runs, findings }) => {
      const word = page.paint(toneOf[severity], padded(severityWords[severity], 5));
      return `  ${word}  ${padded(ruleId, ruleWidth)}  ${runs} of ${count} runs, ${counted(findings, 'finding')}`;
    }),
    ...(left > 0 ? [`${' '.repeat(INDENT)}and ${counted(left, 'more rule')}; --verbose shows all`] : []),
  ];
}
