import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, it } from 'vitest';
import type { Row } from '../benchmark.ts';
import { formats } from './formats.ts';

const data = mkdtempSync(join(tmpdir(), 'formats-'));
afterAll(() => {
  rmSync(data, { recursive: true });
});
async function rowsOf(dataFolder: string): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for await (const row of formats.run({ isQuick: true, dataFolder })) rows.push(row);
  return rows;
}

it('reads every file but those of other benchmarks, and says of each what it is', async () => {
  const chat = JSON.stringify([{ role: 'user', content: 'How many lamps?' }]);
  for (const folder of ['traces', 'rca', '__MACOSX']) mkdirSync(join(data, folder));
  writeFileSync(join(data, 'traces', 'chat.json'), `\uFEFF${chat}\r\n`);
  writeFileSync(join(data, 'traces', 'chat.json.gz'), gzipSync(chat));
  writeFileSync(join(data, 'traces', 'cut.json.gz'), gzipSync(chat).subarray(0, 20));
  writeFileSync(join(data, 'traces', 'empty.json'), '');
  writeFileSync(join(data, 'traces', 'README.txt'), 'No trace.');
  writeFileSync(join(data, 'rca', 'metrics.csv'), 'No trace.');
  writeFileSync(join(data, '__MACOSX', '._chat.json'), 'No trace.');
  symlinkSync('nowhere', join(data, 'traces', 'broken.json'));
  symlinkSync('..', join(data, 'traces', 'around'));
  const rows = await rowsOf(data);
  expect(rows.map(({ columns }) => [columns['file'], String(columns['result']).slice(0, 11)])).toEqual([
    ['traces/chat.json', 'analysed'],
    ['traces/chat.json.gz', 'analysed'],
    ['traces/cut.json.gz', 'not a trace'],
    ['traces/empty.json', 'not a trace'],
  ]);
  expect(rows.flatMap(({ missed }) => missed ?? [])).toEqual([]);
});

it('says in one line that there are no data', async () => {
  expect(await rowsOf(join(data, 'elsewhere'))).toHaveLength(1);
});
