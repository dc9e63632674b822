import { formatQuantity } from '@faultline/core';
import type { Report } from '@faultline/model';
import type { Page } from './page.ts';
import { shortened, widthOf } from './text-width.ts';
import { counted, verdicts } from './words.ts';
import { hanging, wrapped } from './wrapped.ts';

/** Whether nothing speaks against the run: such a report is one line. */
export const isClean = ({ assessment, findings }: Report): boolean =>
  assessment.verdict === 'healthy' && findings.every(({ severity }) => severity === 'info');

/**
 * `OK  workflow  run 7f3a91c2  41.2 s  health 100/100  2 notes`, and what is not known below it: without it, `OK` would be
 * taken for more than it says.
 */
export function cleanLines(report: Report, page: Page): string[] {
  const notes = report.findings.length;
  const right = [healthText(report), ...(notes > 0 ? [counted(notes, 'note')] : [])].join('  ');
  const unknown = report.summary.filter(({ topic }) => topic === 'unknown');
  return [
    `${identity(report, page, page.width - 2 - widthOf(right))}  ${right}`,
    ...unknown.flatMap(({ text }) => hanging('    ', 4, wrapped(text, page.width - 4))),
  ];
}

/** The verdict, what it is about, and the health score at the right. */
export function headline(report: Report, page: Page): string {
  const right = healthText(report);
  const room = page.width - 2 - widthOf(right);
  const left = identity(report, page, room);
  const blanks = ' '.repeat(Math.max(2, page.width - plainWidth(report, room) - widthOf(right)));
  return `${left}${blanks}${page.paint('strong', right)}`;
}

/** Of ids made of hexadecimal digits the first eight will do, as for commits; of others both ends. */
const shortId = (id: string): string => (/^[\da-f]{8}[\da-f-]{8,}$/i.test(id) ? id.slice(0, 8) : shortened(id, 16));

const healthText = ({ health }: Report): string => `health ${formatQuantity(health.score, 'count')}/100`;

function identity(report: Report, page: Page, room: number): string {
  const { word, tone } = verdicts[report.assessment.verdict];
  return page.paint(tone, page.paint('strong', word)) + plainIdentity(report, room).slice(word.length);
}

const plainWidth = (report: Report, room: number): number => widthOf(plainIdentity(report, room));

/** What has to give way first: the end of a long id, the middle of the workflow's name, what the run may take. */
function plainIdentity({ run, assessment }: Report, room: number): string {
  const { word } = verdicts[assessment.verdict];
  const took = run.times === 'order' ? '' : formatQuantity(run.durationMs, 'ms');
  const limit = run.maxDurationMs === undefined ? '' : ` of ${formatQuantity(run.maxDurationMs, 'ms')}`;
  const tookOf = took === '' ? '' : `${took}${limit}`;
  const lineOf = (workflow: string, id: string, time: string): string =>
    [word, workflow, `run ${id}`, ...(time === '' ? [] : [time])].join('  ');
  const fitted = (leastWidth: number, id: string, time: string): string => {
    const others = widthOf(lineOf('', id, time));
    return lineOf(shortened(run.workflowId, Math.max(leastWidth, room - others)), id, time);
  };
  const candidates = [
    lineOf(run.workflowId, run.id, tookOf),
    fitted(20, shortId(run.id), tookOf),
    fitted(20, shortId(run.id), took),
    fitted(6, shortened(shortId(run.id), 8), took),
  ];
  return candidates.find((line) => widthOf(line) <= room) ?? candidates.at(-1)!;
}
