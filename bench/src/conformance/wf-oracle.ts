import type { RunView } from '@faultline/core';
import { slack } from '@faultline/graph';
import type { Check } from './checks.ts';

/** What an oracle states of one instance, in seconds. */
export interface OracleRow {
  readonly file: string;
  readonly pathS: number;
  readonly workS: number;
  readonly zeroSlack: number;
}

const MOST_RELATIVE_ERROR = 1e-6;
const NS_PER_S = 1e9;

/** The rows of a table of comma-separated values, if it has the columns. */
export function oracleRowsOf(text: string): readonly OracleRow[] | undefined {
  const [head = '', ...lines] = text.trim().split(/\r?\n/);
  const columns = head.split(',');
  const [file, path, work, zeroSlack] = ['file', 'critical_path_s', 'total_work_s', 'zero_slack_tasks'].map((name) =>
    columns.indexOf(name),
  );
  if ([file, path, work, zeroSlack].some((column) => column === undefined || column < 0)) return undefined;
  return lines.map((line) => {
    const cells = line.split(',');
    const cell = (column = -1): string => cells[column] ?? '';
    return {
      file: cell(file),
      pathS: Number(cell(path)),
      workS: Number(cell(work)),
      zeroSlack: Number(cell(zeroSlack)),
    };
  });
}

/** Compares the length of the critical path, the total work and how many executions have no slack. */
export function oracleChecks({ pathS, workS, zeroSlack }: OracleRow, view: RunView): readonly Check[] {
  const { slackNs } = slack(view);
  let [workNs, without] = [0, 0];
  for (let node = 0; node < view.executionCount; node++) {
    workNs += (view.endNs[node] ?? NaN) - (view.startNs[node] ?? NaN);
    if (slackNs[node] === 0) without++;
  }
  return [
    closeCheck('path s', pathS, (view.untilNs - view.fromNs) / NS_PER_S),
    closeCheck('work s', workS, workNs / NS_PER_S),
    { figure: 'zero slack', expected: String(zeroSlack), found: String(without) },
  ];
}

function closeCheck(figure: string, expected: number, found: number): Check {
  const isClose = Math.abs(found - expected) <= Math.abs(expected) * MOST_RELATIVE_ERROR;
  return { figure, expected: String(expected), found: String(isClose ? expected : found) };
}
