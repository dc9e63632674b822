import { formatQuantity, quoted } from '@faultline/core';
import { enoughForPercentiles } from '@faultline/facts';
import { planWords, type Plan } from '@faultline/plugin-optimize';
import type { Interval } from '@faultline/simulator';

const mostRunIds = 5;

/** A plan as a person reads it. `runs`: how many the history had, of which the plan rests on a sample. */
export function planText(workflowId: string, plan: Plan, runs: number): string {
  const { changes, runIds } = plan;
  const rest = runIds.length < runs ? `${runIds.length} of ${runs} runs` : `${runs} ${runs === 1 ? 'run' : 'runs'}`;
  const head = `${quoted(workflowId)}, from ${rest}`;
  const lines =
    changes.length === 0
      ? [`There is nothing to change in ${head}.`]
      : [
          `What to change in ${head}:`,
          '',
          ...changes.map(
            ({ text, gainMs }, at) =>
              `  ${at + 1}. ${text} It gains ${ms(gainMs)}${changes.length > 1 ? ' on top of the others' : ''}.`,
          ),
          '',
          ...effectLines(plan),
        ];
  return [
    ...lines,
    ...splitLines(plan),
    ...searchLines(plan),
    ...refusedLines(plan),
    ...noteLines(plan),
    ...runLines(runIds),
    '',
  ].join('\n');
}

function effectLines({ runIds, effect }: Plan): readonly string[] {
  const { before, after, gainMs, probabilityOfGain, newMeanMs } = effect;
  const rows: readonly (readonly [string, string, string])[] = [
    ['', 'before', 'after'],
    ['mean', ms(before.meanMs), ms(after.meanMs)],
    ['median', ms(before.p50Ms), ms(after.p50Ms)],
    // Of fewer runs the 95th percentile is the slowest one.
    ...(runIds.length < enoughForPercentiles
      ? []
      : ([['95th percentile', ms(before.p95Ms), ms(after.p95Ms)]] as const)),
  ];
  return [
    ...rows.map(([label, old, now]) => `  ${label.padEnd(15)}  ${old.padStart(12)}  ${now.padStart(12)}`.trimEnd()),
    '',
    ...(probabilityOfGain === undefined
      ? [`It gains ${ms(gainMs.mean)} per run; too few runs to say how sure that is.`]
      : [
          `It gains ${ms(gainMs.mean)} per run, ${rangeOf(gainMs)} with 95 % confidence, and makes the mean better with a probability of ${formatQuantity(probabilityOfGain, 'share')}.`,
          `The mean of ${newMeanMs.newRuns} new runs will lie between ${rangeOf(newMeanMs, 'and')}.`,
        ]),
    '',
  ];
}

/** Of what is best on some runs a part is luck: others tell what is left. */
const splitLines = ({ changes, chosenOn, judgedOn, runIds }: Plan): readonly string[] =>
  changes.length > 0 && judgedOn < runIds.length
    ? [`The changes were chosen on ${chosenOn} of these runs; the figures above are of the other ${judgedOn}.`]
    : [];

/** Limits are there where the probability is. */
const rangeOf = ({ mean, low = mean, high = mean }: Interval, joint = 'to'): string =>
  `${ms(low)} ${joint} ${ms(high)}`;

function searchLines({ search: { kind, tried, gain, allGain }, changes, refused }: Plan): readonly string[] {
  if (tried <= 1)
    return refused.length > 0
      ? []
      : ['History gives no reason for any change: no input came again, no wait is for a resource alone.'];
  if (kind === 'exhaustive') return [`Every set of changes within the limits was tried: ${tried} of them.`];
  const text = `${tried} sets of changes were tried, not all there are.`;
  // Where all together gain less than some, they get in each other's way and bound nothing.
  if (allGain < gain) return [text];
  return [
    `${text} All changes together gain ${ms(allGain)}: where none makes another worse, no set gains more than ${ms(allGain - gain)} above these ${changes.length}.`,
  ];
}

const refusedLines = ({ refused }: Plan): readonly string[] =>
  refused.map(({ edit, reason }) => `Refused: ${planWords(edit)} ${reason}`);

const noteLines = ({ effect: { notes } }: Plan): readonly string[] =>
  notes.map(({ text, runs }) => `Note, for ${runs} ${runs === 1 ? 'run' : 'runs'}: ${text}`);

function runLines(runIds: readonly string[]): readonly string[] {
  const named = runIds.slice(0, mostRunIds).map(quoted);
  const more = runIds.length - named.length;
  return [`It rests on runs ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`];
}

const ms = (value: number): string => formatQuantity(value, 'ms');
