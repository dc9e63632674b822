import { formatQuantity, quoted } from '@faultline/core';
import type { IncidentCause, IncidentCauses } from '@faultline/plugin-failure';

/** What may have caused an incident, and how many runs were compared. */
export interface IncidentAnswer extends IncidentCauses {
  readonly runs: { readonly during: number; readonly before: number };
}

/** The cause to name. `undefined`: none stands out. */
export const namedCause = ({ causes, nowhere }: IncidentCauses): IncidentCause | undefined =>
  nowhere > 0.5 ? undefined : causes[0];

/** Less probable causes are not listed. */
const leastProbability = 0.01;
const mostCauses = 5;
/** Of each cause: so many figures, and none that is more usual. */
const mostFigures = 3;
const unusualP = 0.05;

/** The causes of an incident, as a person reads them. */
export function incidentText(answer: IncidentAnswer): string {
  const { causes, nowhere, runs } = answer;
  const isNamed = namedCause(answer) !== undefined;
  const listed = causes
    .filter((cause) => cause.probability >= leastProbability && (isNamed || unusual(cause).length > 0))
    .slice(0, mostCauses);
  const rows: readonly TextRow[] = [
    ...listed.map((cause): TextRow => ({
      cells: [quoted(cause.place), share(cause.probability), ...shownBy(cause)],
      figures: unusual(cause)
        .slice(0, mostFigures)
        .map(({ says }) => `${says}.`),
    })),
    { cells: ['no fault', share(nowhere), 'all is as before', ''], figures: [] },
  ];
  return [
    `${counted(runs.during)} of the incident, compared with ${counted(runs.before)} before`,
    headline(answer),
    '',
    ...tableOf(['Cause', 'Probability', 'What is so', 'Runs'], rows),
    '',
  ].join('\n');
}

function headline(answer: IncidentAnswer): string {
  const cause = namedCause(answer);
  if (cause === undefined) return `No cause stands out: the chance that all is as before is ${share(answer.nowhere)}.`;
  const alike = answer.causes.filter(({ probability }) => 2 * probability >= cause.probability).slice(0, mostCauses);
  if (cause.probability <= 0.5 && alike.length > 1)
    return `One of these may be the cause: ${alike.map(({ place, probability }) => `${quoted(place)} (${share(probability)})`).join(', ')}.`;
  const sure = share(cause.probability);
  const claim = cause.probability > 0.5 ? `is the probable cause (${sure} sure)` : `may be the cause (${sure} sure)`;
  return `${quoted(cause.place)} ${claim}: it ${words[cause.story]}.`;
}

const words: Readonly<Record<IncidentCause['story'], string>> = {
  'works-longer': 'works longer',
  'hard-to-reach': 'is hard to reach',
  'does-otherwise': 'does otherwise',
};

const unusual = ({ evidence }: IncidentCause): IncidentCause['evidence'] => evidence.filter(({ p }) => p < unusualP);

/** What it does, and in how many runs, by the least likely figure. What shows nothing may still have spoiled others. */
function shownBy(cause: IncidentCause): readonly string[] {
  const [most] = unusual(cause);
  return most === undefined
    ? ['shows nothing itself', '']
    : [words[cause.story], `${most.shown.count} of ${most.shown.of}`];
}

interface TextRow {
  readonly cells: readonly string[];
  /** Sentences below it. */
  readonly figures: readonly string[];
}

function tableOf(heads: readonly string[], rows: readonly TextRow[]): readonly string[] {
  const widths = heads.map((head, column) => Math.max(head.length, ...rows.map(({ cells }) => cells[column]!.length)));
  const line = (cells: readonly string[]): string =>
    `  ${cells.map((cell, column) => cell.padEnd(widths[column]!)).join('  ')}`.trimEnd();
  return [line(heads), ...rows.flatMap(({ cells, figures }) => [line(cells), ...figures.map((text) => `    ${text}`)])];
}

const counted = (runs: number): string => `${runs.toLocaleString('en')} run${runs === 1 ? '' : 's'}`;
const share = (value: number): string => formatQuantity(value, 'share');
