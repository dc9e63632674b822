import { formatQuantity } from '@faultline/core';
import { toneOf, type Page } from './page.ts';
import { apart, runReport } from './run-report.ts';
import type { RunLine, RunTally } from './run-tally.ts';
import { padded, shortened, widthOf } from './text-width.ts';
import { textTable, type Column } from './text-table.ts';
import { counted, severityWords, verdicts } from './words.ts';
import { hanging, wrapped } from './wrapped.ts';

const INDENT = 2;
const MOST_SHARED = 10;
/** So much of a workflow's name is shown, however narrow the page. */
const LEAST_NAME = 16;
/** Of runs that are fine, the longest will do. */
const MOST_HEALTHY = 5;
/** So many times the median, a run stands out. */
const LONG_RATIO = 1.2;

/**
 * The report on several runs: the counts and how long they took, a line for each of the worst, what they share, what is not
 * known of them, and the worst one itself.
 */
export function runsReport(tally: RunTally, page: Page, options: { readonly withWorst: boolean }): string[] {
  const { worst } = tally;
  const isWorthwhile = worst !== undefined && worst.assessment.verdict !== 'healthy' && options.withWorst;
  return apart([
    openingLines(tally, page),
    tableLines(tally, page),
    sharedLines(tally, page),
    unknownLines(tally, page),
    ...(isWorthwhile ? [[page.paint('strong', 'The worst of them')], runReport(worst, page)] : []),
  ]);
}

/** Counts and times in one line, or in two where the page is narrow. The name of the workflow gives way first. */
function openingLines(tally: RunTally, page: Page): string[] {
  const { verdicts: found, workflowId } = tally;
  const counts = found.map(({ verdict, runs }) => ({
    text: `${found.length > 1 ? runs : 'all'} ${verdicts[verdict].counted}`,
    tone: verdicts[verdict].tone,
  }));
  const runs = counted(tally.count, 'run');
  const verdictText = counts.map(({ text }) => text).join(', ');
  const room = page.width - widthOf(`${runs} of : ${verdictText}`);
  const subject = workflowId === undefined ? runs : `${runs} of ${shortened(workflowId, Math.max(LEAST_NAME, room))}`;
  const painted = counts.map(({ text, tone }) => page.paint(tone, text)).join(', ');
  const line = `${page.paint('strong', subject)}: ${painted}`;
  const spread = spreadText(tally);
  if (spread === '') return [line];
  const isOneLine = widthOf(`${subject}: ${verdictText}; ${spread}`) <= page.width;
  return isOneLine ? [`${line}; ${spread}`] : [line, `${' '.repeat(INDENT)}${spread}`];
}

/** `3.4 ms to 13.8 ms, median 4.3 ms`. Of several workflows it would say nothing. */
function spreadText({ durations, workflowId }: RunTally): string {
  if (workflowId === undefined || durations.count === 0) return '';
  const { leastMs, medianMs, mostMs } = durations;
  const [least, median, most] = [leastMs, medianMs, mostMs].map((value) => formatQuantity(value, 'ms'));
  return least === most ? `${median} each` : `${least} to ${most}, median ${median}`;
}

function tableLines(tally: RunTally, page: Page): string[] {
  const lines = shownLines(tally, page);
  const severalWorkflows = tally.workflowId === undefined;
  const columns: Column[] = [
    { heading: '' },
    { heading: 'run' },
    ...(severalWorkflows ? [{ heading: 'workflow' }] : []),
    ...(tally.durations.count > 0 ? [{ heading: 'took', align: 'right' as const }] : []),
    { heading: 'health', align: 'right' },
    { heading: 'what stands out' },
  ];
  const [headings = '', ...rows] = textTable(
    columns,
    lines.map((line) => cellsOf(line, tally)),
    page,
    INDENT,
  );
  const painted = rows.map((row, index) => {
    // There is a row for each line, and it starts with the word.
    const { word, tone } = verdicts[lines[index]!.verdict];
    return row.replace(word, () => page.paint(tone, word));
  });
  return [headings, ...painted, ...leftLines(tally.count - lines.length, page)];
}

/** Healthy ones are last: the longest of them, and all there is room for when asked. */
function shownLines({ lines }: RunTally, page: Page): readonly RunLine[] {
  if (page.isVerbose) return lines;
  const healthy = lines.findIndex(({ verdict }) => verdict === 'healthy');
  return healthy < 0 ? lines : lines.slice(0, healthy + MOST_HEALTHY);
}

function leftLines(left: number, page: Page): string[] {
  if (left === 0) return [];
  return [
    `${' '.repeat(INDENT)}and ${counted(left, 'more run')}, none worse${page.isVerbose ? '' : '; --verbose shows all'}`,
  ];
}

const cellsOf = (line: RunLine, tally: RunTally): string[] => [
  verdicts[line.verdict].word,
  // Both ends: ids of one source often begin alike, with zeros or the time.
  shortened(line.runId, 16),
  ...(tally.workflowId === undefined ? [line.workflowId] : []),
  ...(tally.durations.count > 0 ? [tookText(line)] : []),
  formatQuantity(line.score, 'count'),
  line.cause === '' ? lengthText(line, tally) : line.cause,
];

const tookText = ({ durationMs }: RunLine): string =>
  durationMs === undefined ? '' : formatQuantity(durationMs, 'ms');

function lengthText({ durationMs }: RunLine, { workflowId, durations }: RunTally): string {
  if (workflowId === undefined || durationMs === undefined) return '';
  const { medianMs } = durations;
  if (medianMs === 0 || durationMs < LONG_RATIO * medianMs) return '';
  return `${formatQuantity(durationMs / medianMs, 'ratio')} the median`;
}

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

function unknownLines({ unknown, count }: RunTally, page: Page): string[] {
  if (unknown.length === 0) return [];
  return [
    page.paint('strong', 'Not known'),
    ...unknown.flatMap(({ text, runs }) => {
      const told = runs === count ? text : `${text} (${runs} of ${counted(count, 'run')})`;
      return hanging(' '.repeat(INDENT), INDENT, wrapped(told, page.width - INDENT));
    }),
  ];
}
