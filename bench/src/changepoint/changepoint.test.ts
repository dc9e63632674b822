import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Row } from '../benchmark.ts';
import type { PassedOver } from '../data/passed-over.ts';
import { changepoint } from './changepoint.ts';
import { tcpdSeriesIn } from './tcpd-series.ts';

const data = mkdtempSync(join(tmpdir(), 'tcpd-'));
afterAll(() => {
  rmSync(data, { recursive: true });
});
const root = join(data, 'changepoint', 'TCPD');

function write(name: string, ...raws: readonly (readonly (number | null)[])[]): void {
  mkdirSync(join(root, 'datasets', name), { recursive: true });
  const series = raws.map((raw, at) => ({ label: `V${at}`, type: 'float', raw }));
  writeFileSync(join(root, 'datasets', name, `${name}.json`), JSON.stringify({ name, n_dim: raws.length, series }));
}
write('step', [
  null,
  null,
  ...Array.from({ length: 60 }, (_, at) => (at === 7 ? null : at < 30 ? at % 3 : 50 + (at % 3))),
]);
write('pair', [1, 2], [1, 2]);
write('nobody', [1, 2]);
write('unlabelled', [1, 2]);
write('empty', [null]);
writeFileSync(join(root, 'datasets', 'step', 'source.json'), '{}');
writeFileSync(
  join(root, 'annotations.json'),
  JSON.stringify({
    step: { 6: [32], 7: [], 8: [40, 31] },
    pair: { 6: [1] },
    nobody: {},
    empty: { 6: [] },
    absent: { 6: [] },
  }),
);

describe('tcpdSeriesIn', () => {
  it('reads series of one figure, with missing values, as several people marked them; others are named', () => {
    const passedOver: PassedOver[] = [];
    const [step, ...others] = tcpdSeriesIn(root, passedOver);
    expect(others).toEqual([]);
    expect(step?.annotations).toEqual([[32], [], [31, 40]]);
    expect(step?.values.slice(0, 11)).toEqual([0, 0, 0, 1, 2, 0, 1, 2, 0, 0, 2]);
    expect(passedOver).toEqual([
      { file: 'empty/empty.json', reason: 'it has no value' },
      { file: 'nobody/nobody.json', reason: 'no one labelled it' },
      { file: 'pair/pair.json', reason: 'it has 2 figures side by side, and the methods are for one' },
      { file: 'unlabelled/unlabelled.json', reason: 'no one labelled it' },
    ]);
  });
});

async function rowsOf(dataFolder: string): Promise<readonly Row['columns'][]> {
  const rows: Row[] = [];
  for await (const row of changepoint.run({ isQuick: false, dataFolder })) rows.push(row);
  return rows.map(({ columns }) => columns);
}

describe('changepoint', () => {
  it('takes means over what was read', async () => {
    const rows = await rowsOf(data);
    expect(rows.at(-1)).toMatchObject({ method: 'faultline', series: 'all 1', values: 62, 'marked on the mean': 1 });
    expect(rows.filter(({ note }) => note !== undefined)).toHaveLength(4);
  });

  it('says in one line that there are no data', async () => {
    expect(await rowsOf(join(data, 'elsewhere'))).toHaveLength(1);
  });
});
