import { changePoints } from '@faultline/stats';
import { join } from 'node:path';
import type { Benchmark, Row } from '../benchmark.ts';
import { nothingRow, passedOverRows, type PassedOver } from '../data/passed-over.ts';
import { binarySegmentation } from './binary-segmentation.ts';
import { coveringOf, f1Of } from './segmentation-scores.ts';
import { tcpdSeriesIn, type TcpdSeries } from './tcpd-series.ts';

type Method = (values: readonly number[]) => readonly number[];

const methods: readonly (readonly [name: string, Method])[] = [
  ['zero', () => []],
  ['binary segmentation', binarySegmentation],
  ['faultline', (values) => changePoints(values).map(({ index }) => index)],
];

/** Each method with its defaults on all series that are there, and how Faultline fares with each. */
export const changepoint: Benchmark = {
  name: 'changepoint',
  description: 'the Turing Change Point Dataset under DIR/changepoint/TCPD: F1 and covering, beside no change at all',
  needsData: true,
  async *run({ isQuick, dataFolder = '' }) {
    const folder = join(dataFolder, 'changepoint', 'TCPD');
    const passedOver: PassedOver[] = [];
    const series = tcpdSeriesIn(folder, passedOver);
    yield* passedOverRows('changepoint', passedOver);
    if (series.length === 0) {
      yield nothingRow('changepoint', `labelled series under "${folder}"`);
      return;
    }
    for (const [method, changesOf] of methods) {
      const rows = series.map((one) => rowOf(method, one, changesOf(one.values)));
      if (method === 'faultline' && !isQuick) yield* rows;
      yield meanOf(method, rows);
    }
  },
};

function rowOf(method: string, { name, values, annotations }: TcpdSeries, changes: readonly number[]): Row {
  return {
    columns: {
      method,
      series: name,
      values: values.length,
      people: annotations.length,
      'marked on the mean': annotations.flat().length / annotations.length,
      found: changes.length,
      F1: f1Of(changes, annotations),
      covering: coveringOf(changes, annotations, values.length),
    },
  };
}

function meanOf(method: string, rows: readonly Row[]): Row {
  const total = (column: string): number => rows.reduce((sum, { columns }) => sum + Number(columns[column]), 0);
  return {
    columns: {
      method,
      series: `all ${rows.length}`,
      values: total('values'),
      people: undefined,
      'marked on the mean': total('marked on the mean') / rows.length,
      found: total('found'),
      F1: total('F1') / rows.length,
      covering: total('covering') / rows.length,
    },
  };
}
