import { formatQuantity } from '@faultline/core';
import type { ActionItem, Insight, Report } from '@faultline/model';
import type { Page } from './page.ts';
import { padded } from './text-width.ts';
import { hanging, wrapped, wrappedAtMost } from './wrapped.ts';

const LABEL_WIDTH = 19;
const INDENT = 2;
const MOST_LINES = 4;

/** What there is to know in half a minute: label by label, in the order of the questions that one has. */
export function summaryBlock(report: Report, page: Page): string[] {
  const of = (topic: Insight['topic']): string[] =>
    report.summary.filter((insight) => insight.topic === topic).map(({ text }) => text);
  const advice = of('advice').map((text) => ({ text: withGain(text, report) }));
  return [
    ...row('Outcome', plain(of('outcome')), page),
    ...row('What broke first', plain(of('cause')), page),
    ...row('What it took down', plain(of('propagation')), page),
    ...row('Seen before', plain(of('history')), page),
    ...row('Where time went', plain(of('timing')), page),
    ...row('What to do', [...numbered(advice), ...moreAdvice(report, advice.length)], page),
    ...row('Trust', plain(trustOf(report, of('trust'))), page),
    ...row('Not known', plain([...of('unknown'), ...unknownOf(report)]), page),
  ];
}

/** What an action would gain, in brackets. */
export function gainOf({ healthPoints, savesMs }: ActionItem): string {
  const gains = [
    ...(healthPoints > 0 ? [`health +${formatQuantity(healthPoints, 'count')}`] : []),
    ...(savesMs === undefined ? [] : [`saves ${formatQuantity(savesMs, 'ms')}`]),
  ];
  return gains.length === 0 ? '' : ` (${gains.join(', ')})`;
}

interface Entry {
  readonly mark?: string;
  readonly text: string;
}

const plain = (texts: readonly string[]): Entry[] => texts.map((text) => ({ text }));

const numbered = (entries: readonly Entry[]): readonly Entry[] =>
  entries.length < 2 ? entries : entries.map(({ text }, index) => ({ mark: `${index + 1}  `, text }));

/** A label and its entries. Without entries there is no label. */
function row(label: string, entries: readonly Entry[], page: Page): string[] {
  return entries.flatMap(({ mark = '', text }, index) => {
    const indent = INDENT + LABEL_WIDTH + mark.length;
    const lines = page.isVerbose
      ? wrapped(text, page.width - indent)
      : wrappedAtMost(text, page.width - indent, MOST_LINES);
    const head = padded(index === 0 ? label : '', LABEL_WIDTH);
    return hanging(' '.repeat(INDENT) + page.paint('strong', head) + mark, indent, lines);
  });
}

/** What an advice would gain is known to its action item. */
function withGain(text: string, { actionItems }: Report): string {
  const item = actionItems.find((one) => one.text === text);
  return item === undefined ? text : text + gainOf(item);
}

function moreAdvice({ actionItems }: Report, said: number): Entry[] {
  const left = actionItems.length - said;
  return left > 0 && said > 0 ? [{ text: `and ${left} more` }] : [];
}

function trustOf({ assessment: { trust } }: Report, texts: readonly string[]): readonly string[] {
  if (trust === 'sound') return texts;
  const [first, ...rest] = texts;
  return [first === undefined ? `${trust}.` : `${trust}: ${first}`, ...rest];
}

function unknownOf({ run }: Report): readonly string[] {
  return run.steps.defined === null ? ['Whether steps are missing: no workflow definition was given.'] : [];
}
