import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Row } from '../benchmark.ts';
import { tableOf } from '../table.ts';
import { filesIn, foldersIn } from './files-in.ts';
import { attempted, nothingRow, passedOverRows, type PassedOver } from './passed-over.ts';
import { jsonIn, linesIn, textIn } from './text-in.ts';

const folder = mkdtempSync(join(tmpdir(), 'data-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});
for (const below of ['10', '9', '__MACOSX', '.git', 'dir.json']) mkdirSync(join(folder, below));
for (const file of ['2.json', '10.json', '9/1.csv', '10/1.csv', '.DS_Store', '__MACOSX/._2.json', '.git/x.json'])
  writeFileSync(join(folder, file), '');
symlinkSync('..', join(folder, '9', 'around'));
symlinkSync(join(folder, '2.json'), join(folder, '9', '0.json'));
symlinkSync('nowhere', join(folder, 'broken.json'));
symlinkSync('self.json', join(folder, 'self.json'));

describe('filesIn', () => {
  it('follows links once, in order of numbers, without what is hidden, no file, or not there', () => {
    expect(filesIn(folder)).toEqual(['2.json', '9/0.json', '9/1.csv', '10.json', '10/1.csv']);
    expect(foldersIn(folder)).toEqual(['9', '10', 'dir.json']);
    expect([filesIn(join(folder, 'gone')), foldersIn(join(folder, 'gone'))]).toEqual([[], []]);
  });
});

describe('textIn', () => {
  const path = join(folder, 'text');
  it.for([
    ['plain', Buffer.from('a\nb\n')],
    ['of another system', Buffer.from('\uFEFFa\r\n\r\nb')],
    ['gzipped', gzipSync('a\nb')],
  ] as const)('reads what is %s', ([_name, bytes]) => {
    writeFileSync(path, bytes);
    expect(linesIn(path)).toEqual(['a', 'b']);
    expect(textIn(path)).toMatch(/^a/);
  });
  it('names what is not there', () => {
    expect(() => textIn(join(folder, 'gone', 'x.csv'))).toThrow('there is no x.csv');
  });
});

describe('jsonIn', () => {
  const schema = z.object({ seen: z.array(z.object({ step: z.int() })) });
  const path = join(folder, 'json');
  it.for([
    ['\uFEFF{"seen": []}', undefined],
    ['', 'it is not JSON'],
    ['{"secret', 'it is not JSON'],
    ['[]', 'it is not as expected'],
    ['{"seen": [{"step": "secret"}]}', 'its "seen.0.step" is not as expected'],
  ] as const)('says of %j what is wrong, and quotes nothing', ([content, reason]) => {
    writeFileSync(path, content);
    const passedOver: PassedOver[] = [];
    const read = attempted('x', passedOver, () => jsonIn(path, schema));
    expect(read).toEqual(reason === undefined ? { seen: [] } : undefined);
    expect(passedOver).toEqual(reason === undefined ? [] : [{ file: 'x', reason }]);
  });
});

it('prints what was passed over below the table', () => {
  const rows: Row[] = [
    ...passedOverRows('nab', [{ file: 'a', reason: 'it is empty' }]),
    { columns: { set: 'x', n: 1 } },
    nothingRow('y', 'z'),
  ];
  expect(tableOf(rows).split('\n')).toEqual([
    'set  n',
    '---  -',
    'x    1',
    'nab: "a" is passed over: it is empty.',
    'y: There is no z.',
    '',
  ]);
});
