import { formatQuantity, type Mending } from '@faultline/core';
import { edgeOrigins } from '@faultline/model';
import type { InputFigures } from './inspection.ts';

/** What is in one input, as a person reads it. */
export function inspectionText(figures: InputFigures): string {
  const rows = [...contentRows(figures), ...scheduleRows(figures), ...mendedRows(figures)];
  const width = Math.max(...rows.map(([label]) => label.length));
  const lines = rows.map(([label, text]) => `  ${label.padEnd(width)}  ${text}`.trimEnd());
  return [`${figures.source}  ${figures.formats.join(' or ')} (${figures.ingester})`, ...lines, ''].join('\n');
}

type TextRow = readonly [label: string, text: string];

function contentRows({ runs, executions, steps, edges }: InputFigures): TextRow[] {
  const recorded = edgeOrigins
    .filter((origin) => edges[origin] > 0)
    .map((origin) => `${count(edges[origin])} ${origin}`);
  return [
    ['Runs', count(runs)],
    ['Executions', count(executions)],
    ['Steps', count(steps)],
    ['Edges', recorded.length === 0 ? 'none recorded' : recorded.join(', ')],
  ];
}

function scheduleRows({ runs, makespanMs: { least, mean, most }, joints, slack }: InputFigures): TextRow[] {
  const all = joints.recorded + joints.implied;
  const share = formatQuantity(joints.inferredShare, 'share');
  return [
    ['Makespan', runs === 1 ? ms(most) : `${ms(mean)} on average, from ${ms(least)} to ${ms(most)}`],
    ['Critical path', `${count(all)} ${all === 1 ? 'joint' : 'joints'}, ${share} inferred from timing`],
    ['Without slack', count(slack.none)],
    ['With slack', slack.some === 0 ? '0' : `${count(slack.some)}, at most ${ms(slack.mostMs)}`],
    ...(slack.unlimited > 0 ? ([['Nobody waits for', count(slack.unlimited)]] as const) : []),
  ];
}

function mendedRows({ runs, mended, notes }: InputFigures): TextRow[] {
  // The keys of what was mended are what its type says.
  const kinds = (Object.keys(mended) as Mending[]).toSorted();
  const rows = [
    ...kinds.map((kind) => `${count(mended[kind] ?? 0)} ${words[kind]}`),
    ...notes.map(
      ({ id, message, runs: noted }) =>
        `${id}${runs > 1 ? ` in ${count(noted)} of ${count(runs)} runs, the first:` : ':'} ${message}`,
    ),
  ];
  return rows.map((text, at) => [at === 0 ? 'Mended' : '', text]);
}

const words: Readonly<Record<Mending, string>> = {
  repeated: 'recorded more than once, and left out but for one',
  'duplicate-id': 'with the id of another, and given a new one',
  'unknown-parent': 'with a parent that is not in the run, and taken as roots',
  'parent-cycle': 'that are their own ancestors, and taken as roots',
  'unknown-edge-end': 'edges to something that is not in the run, and left out',
  'clock-shifted': 'timed by a clock that was off, and shifted',
  'ends-before-start': 'that end before they start, and taken as without length',
  'beyond-parent': 'that reach beyond their caller, and count inside of it',
  'not-awaited': 'that nobody waited for',
  'edge-self': 'edges of an execution to itself, and left out',
  'edge-nesting': 'edges between an execution and one inside it, and left out',
  'edge-overlap': 'edges from what had not ended yet, and left out',
  'edge-reversed': 'edges against the clock, and left out',
  'edge-dependency-cycle': 'edges in a circle at one instant, and left out',
};

const count = (value: number): string => value.toLocaleString('en');
const ms = (value: number): string => formatQuantity(value, 'ms');
