import { formatQuantity } from '@faultline/core';
import { chapters, type Block, type Report, type Section } from '@faultline/model';
import { blockLines } from './blocks.ts';
import { findingsList } from './findings-list.ts';
import { cleanLines, headline, isClean } from './headline.ts';
import type { Page } from './page.ts';
import { runFigures } from './run-figures.ts';
import { gainOf, summaryBlock } from './summary-block.ts';
import { hanging, wrapped, wrappedAtMost } from './wrapped.ts';
import { counted } from './words.ts';

const INDENT = 2;
/** Of a sentence about time. */
const MOST_LINES = 2;

/** The report on one run: the verdict, the evidence, and with `isVerbose` everything else. */
export function runReport(report: Report, page: Page): string[] {
  if (isClean(report) && !page.isVerbose) return cleanLines(report, page);
  const schedule = scheduleBlocks(report.sections, page);
  return apart([
    [headline(report, page)],
    summaryBlock(report, page),
    schedule
      .filter(({ block }) => page.isVerbose || report.worst !== 'error' || block.type !== 'text')
      .flatMap(({ title, block }) => scheduleLines(title, block, page)),
    findingsList(report.findings, page),
    ...(page.isVerbose ? [figureLines(report, page), healthLines(report, page), actionLines(report, page)] : []),
    ...(page.isVerbose ? sectionLines(report.sections, new Set(schedule.map(({ block }) => block)), page) : []),
  ]);
}

interface ScheduleBlock {
  readonly title: string;
  readonly block: Block;
}

/** What ran when: the first timeline, and of each chapter about time the sentence with which it opens, or on request all. */
function scheduleBlocks(sections: readonly Section[], { isVerbose }: Page): ScheduleBlock[] {
  const timeline = sections.flatMap(({ title, blocks }) => blocks.map((block) => ({ title, block })));
  const first = timeline.find(({ block }) => block.type === 'timeline');
  const sentences = (['flow', 'performance'] as const).flatMap((chapter) => {
    const ofChapter = sections
      .filter((section) => section.chapter === chapter)
      .flatMap(({ title, blocks: [block] }) => (block?.type === 'text' ? [{ title, block }] : []));
    return isVerbose ? ofChapter : ofChapter.slice(0, 1);
  });
  return first === undefined ? sentences : [first, ...sentences];
}

function scheduleLines(title: string, block: Block, page: Page): string[] {
  if (block.type !== 'text') return blockLines(block, page, INDENT);
  const [text, width] = [`${title}: ${block.text}`, page.width - INDENT - 2];
  return hanging(
    ' '.repeat(INDENT),
    INDENT + 2,
    page.isVerbose ? wrapped(text, width) : wrappedAtMost(text, width, MOST_LINES),
  );
}

function figureLines({ run }: Report, page: Page): string[] {
  return [page.paint('strong', 'Run'), ...blockLines(runFigures(run), page, INDENT)];
}

function healthLines({ health }: Report, page: Page): string[] {
  if (health.deductions.length === 0) return [];
  const facts = health.deductions.map(({ ruleId, points, findings }) => ({
    label: `-${formatQuantity(points, 'count')}`,
    value: `${ruleId} (${counted(findings, 'finding')})`,
  }));
  const score = formatQuantity(health.score, 'count');
  return [page.paint('strong', `Health: ${score} of 100`), ...blockLines({ type: 'facts', facts }, page, INDENT)];
}

/** All that there is to do, unless the summary has said it. */
function actionLines({ actionItems, summary }: Report, page: Page): string[] {
  if (actionItems.length <= summary.filter(({ topic }) => topic === 'advice').length) return [];
  return [
    page.paint('strong', 'What to do, most useful first'),
    ...actionItems.flatMap((item, index) => {
      const number = `${' '.repeat(INDENT)}${String(index + 1).padStart(2)}  `;
      return hanging(number, number.length, wrapped(item.text + gainOf(item), page.width - number.length));
    }),
  ];
}

/** Every section in the order of chapters, without the blocks that were drawn before. */
function sectionLines(sections: readonly Section[], drawn: ReadonlySet<Block>, page: Page): string[][] {
  return chapters
    .flatMap((chapter) => sections.filter((section) => section.chapter === chapter))
    .map((section) => ({ ...section, blocks: section.blocks.filter((block) => !drawn.has(block)) }))
    .filter(({ blocks }) => blocks.length > 0)
    .map(({ id, title, blocks }) => [
      `${page.paint('strong', title)}  ${page.paint('quiet', id)}`,
      ...apart(blocks.map((block) => blockLines(block, page, INDENT))),
    ]);
}

/** Parts with an empty line between them; empty parts leave none. */
export const apart = (parts: readonly (readonly string[])[]): string[] =>
  parts.filter((part) => part.length > 0).flatMap((part, index) => (index === 0 ? part : ['', ...part]));
