import { formatQuantity, quoted, type RunView } from '@faultline/core';
import { enoughForPercentiles } from '@faultline/facts';
import type { PathStep, WhatIf, WhatIfHistory } from '@faultline/simulator';

/** What a change would have made of one run, as a person reads it. */
export function runText({ id, workflowId }: RunView, answer: WhatIf): string {
  const { beforeMs, afterMs, gainMs, path, failProbability, notes } = answer;
  return textOf(`Run ${quoted(id)} of workflow ${quoted(workflowId)}`, [
    ['Before', ms(beforeMs)],
    ['After', `${ms(afterMs)}${basisOf(answer)}`],
    ['Gain', gainOf(gainMs, beforeMs)],
    ['Path before', pathOf(path.before)],
    ['Path after', pathOf(path.after)],
    ...(failProbability > 0 ? ([['Outcome', failureOf(failProbability)]] as const) : []),
    ...notes.map((note) => ['Note', note] as const),
  ]);
}

/** What a change would have made of many runs, as a person reads it. */
export function historyText(workflowId: string, answer: WhatIfHistory): string {
  const { runs, before, after, gainMs, newMeanMs, failingRuns, notes } = answer;
  return textOf(`${count(runs)} runs of workflow ${quoted(workflowId)}`, [
    ['Mean', `${ms(before.meanMs)} before, ${ms(after.meanMs)} after`],
    ['Median', `${ms(before.p50Ms)} before, ${ms(after.p50Ms)} after`],
    [
      '95th percentile',
      runs < enoughForPercentiles
        ? `not known from fewer than ${enoughForPercentiles} runs`
        : `${ms(before.p95Ms)} before, ${ms(after.p95Ms)} after`,
    ],
    ['Gain', meanGainOf(gainMs, before.meanMs)],
    ['Will it help?', verdictOf(answer)],
    [
      'New runs',
      newMeanMs.low === undefined || newMeanMs.high === undefined
        ? tooFew
        : `the mean of ${count(newMeanMs.newRuns)} more runs will be between ${ms(newMeanMs.low)} and ${ms(newMeanMs.high)} ${confidence}`,
    ],
    ...(failingRuns > 0 ? ([['Outcome', `${count(failingRuns)} of ${count(runs)} runs would fail`]] as const) : []),
    ...notes.map(
      ({ text, runs: of }) => ['Note', of === runs ? text : `${text} (${count(of)} of ${count(runs)} runs)`] as const,
    ),
  ]);
}

const failureOf = (probability: number): string =>
  probability === 1
    ? 'the run would fail'
    : `the run would fail with a probability of ${formatQuantity(probability, 'share')}`;

type TextRow = readonly [label: string, text: string];

function textOf(title: string, rows: readonly TextRow[]): string {
  const width = Math.max(...rows.map(([label]) => label.length));
  const lines = rows.map(([label, text], at) => {
    const isRepeated = rows[at - 1]?.[0] === label;
    return `  ${(isRepeated ? '' : label).padEnd(width)}  ${text}`;
  });
  return [title, ...lines, ''].join('\n');
}

/** Nothing to add where the figure is exact. */
function basisOf({ method, outcomes }: WhatIf): string {
  if (method === 'exact') return '';
  const all = outcomes.map(({ afterMs }) => afterMs);
  const range = `from ${ms(Math.min(...all))} to ${ms(Math.max(...all))}`;
  const how =
    method === 'mixture' ? `of all ${count(all.length)} outcomes` : `of ${count(all.length)} outcomes drawn at random`;
  return ` on average ${how}, ${range}`;
}

function gainOf(gainMs: number, beforeMs: number): string {
  if (isNothing(gainMs)) return 'none';
  const share = beforeMs === 0 ? '' : `, ${formatQuantity(Math.abs(gainMs) / beforeMs, 'share')}`;
  return gainMs > 0 ? `${ms(gainMs)}${share}` : `none: ${ms(-gainMs)} slower${share}`;
}

function meanGainOf({ mean, low, high }: WhatIfHistory['gainMs'], beforeMs: number): string {
  if (low === undefined || high === undefined)
    return isNothing(mean) ? 'none' : `${gainOf(mean, beforeMs)} of the mean; ${tooFew} how sure that is`;
  if (isNothing(low) && isNothing(high)) return 'none';
  const gain = isNothing(mean) ? 'none on average' : `${gainOf(mean, beforeMs)} of the mean`;
  return `${gain}; between ${rangeOf(low, high)} ${confidence}`;
}

/** Gains are numbers, losses say so: "10 ms and 20 ms", "1 ms slower and 9 ms faster", "10 ms and 20 ms slower". */
function rangeOf(low: number, high: number): string {
  if (low >= 0) return `${ms(low)} and ${ms(high)}`;
  if (high <= 0) return `${ms(-high)} and ${ms(-low)} slower`;
  return `${ms(-low)} slower and ${ms(high)} faster`;
}

/** Less than half a nanosecond is rounding. */
const isNothing = (gainMs: number): boolean => Math.abs(gainMs) < 0.5e-6;

const tooFew = 'too few runs to say';

const confidence = '(95 % confidence)';

/** The probability in words that do not claim more than it says. */
function verdictOf({ probabilityOfGain: probability, gainMs: { low, high }, runs }: WhatIfHistory): string {
  if (probability === undefined) return tooFew;
  if (low === 0 && high === 0) return 'no: it changes nothing';
  const chance = formatQuantity(probability, 'share');
  if (probability === 1) return `yes, as far as these ${count(runs)} runs tell`;
  if (probability === 0) return `no, as far as these ${count(runs)} runs tell`;
  if (probability >= 0.95) return `very likely (${chance})`;
  if (probability >= 0.75) return `probably (${chance})`;
  if (probability > 0.25) return `hard to say (${chance}): these runs differ more than the change does`;
  if (probability > 0.05) return `probably not (${chance})`;
  return `very unlikely (${chance})`;
}

/** Each execution once, with the time it holds up the end of the run. Long paths in their middle by number only. */
function pathOf(path: readonly PathStep[]): string {
  if (path.length === 0) return 'nothing took time';
  const steps = path.map(({ stepId, waitMs, workMs }) =>
    workMs === 0
      ? `wait ${ms(waitMs)} (${stepId})`
      : `${stepId} ${ms(workMs)}${waitMs > 0 ? ` after ${ms(waitMs)}` : ''}`,
  );
  const shown =
    steps.length <= most
      ? steps
      : [...steps.slice(0, most / 2), `... ${steps.length - most} more ...`, ...steps.slice(-most / 2)];
  return shown.join(', ');
}

/** So many executions of a path are listed. */
const most = 12;

const count = (value: number): string => value.toLocaleString('en');
const ms = (value: number): string => formatQuantity(value, 'ms');
