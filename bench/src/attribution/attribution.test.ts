import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Row } from '../benchmark.ts';
import type { PassedOver } from '../data/passed-over.ts';
import { attribution } from './attribution.ts';
import { foldsOf } from './folds.ts';
import { intervalOf, pairedP, scoreOf } from './scores.ts';
import { modalStep, trivialRankers } from './trivial-rankers.ts';
import { labelledSetsIn } from './who-and-when.ts';

const folder = mkdtempSync(join(tmpdir(), 'attribution-'));
const labelled = join(folder, 'By Hand');
mkdirSync(labelled);
const conversation = (i: number) => ({
  question: `How many lamps in ${1990 + Math.floor(i / 2)}?`,
  ground_truth: 'secret-answer',
  mistake_agent: 'Searcher',
  mistake_step: String(2 + (i % 2)),
  history: [
    { role: 'human', content: 'How many lamps?' },
    { role: 'Orchestrator (thought)', content: 'Searcher is to look for the lamps in the archive of the year.' },
    { role: 'Searcher (-> web)', content: 'I assume that there are 77 lamps.' },
    { role: 'Searcher', content: 'The page says: not found.' },
    {
      role: 'assistant',
      name: 'Writer',
      content: 'The answer is that there are as many lamps as were assumed before.',
    },
  ],
});
for (let i = 0; i < 12; i++) writeFileSync(join(labelled, `${i + 1}.json`), JSON.stringify(conversation(i)));
/** Half of it is about tasks of the first. */
const other = join(folder, 'Other');
mkdirSync(other);
for (let i = 6; i < 18; i++) writeFileSync(join(other, `${i}.json`), JSON.stringify(conversation(i)));
writeFileSync(join(folder, 'package.json'), '{"name": "no conversation"}');
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const [{ cases } = { cases: [] }] = await labelledSetsIn(labelled, []);
const [one] = cases;

describe('what is read', () => {
  it('is each folder of labelled conversations; what is none is named', async () => {
    const passedOver: PassedOver[] = [];
    const sets = await labelledSetsIn(folder, passedOver);
    expect(sets.map(({ name }) => name)).toEqual(['By Hand', 'Other']);
    expect(passedOver.map(({ file }) => file)).toEqual(['package.json']);
    expect(await labelledSetsIn(join(folder, 'gone'), [])).toEqual([]);
  });
  it('is the messages, in order of file numbers, and nothing of the answer', () => {
    expect(cases.map(({ run }) => run.id)).toEqual(Array.from({ length: 12 }, (_, i) => `${i + 1}.json`));
    expect(JSON.stringify(cases.map(({ run }) => run.executions))).not.toContain('secret-answer');
  });
  it('is agents by name or role, without what follows in brackets', () => {
    expect(one?.run.executions.map(({ stepId }) => stepId)).toEqual([
      'human',
      'conversation',
      'Orchestrator',
      'Searcher',
      'Searcher',
      'Writer',
    ]);
  });
});

it('tests all cases of a task in one fold', () => {
  const folds = foldsOf(cases, 3, 1);
  for (let i = 0; i < 12; i += 2) expect(folds[i]).toBe(folds[i + 1]);
  expect(new Set(folds)).toEqual(new Set([0, 1, 2]));
  expect(foldsOf(cases, 3, 1)).toEqual(folds);
});

it('scores who and which step, near misses, and the place in the order', () => {
  if (one === undefined) throw new Error('Nothing was read.');
  expect(scoreOf(one, { agent: 'Searcher', steps: [3, 2, 1] })).toEqual({
    agent: 1,
    step: 0,
    joint: 0,
    within1: 1,
    within3: 1,
    reciprocalRank: 0.5,
    top3: 1,
  });
  expect(scoreOf(one, { agent: 'Writer', steps: [2] })).toMatchObject({ agent: 0, step: 1, joint: 0, top3: 1 });
  expect(scoreOf(one, { agent: 'Writer', steps: [2], namesOne: true })).toMatchObject({ step: 1, top3: NaN });
});

it('draws intervals around the mean, and tells a difference from none', () => {
  expect(intervalOf([1, 1, 1])).toBe('100-100');
  expect(intervalOf([...Array.from({ length: 50 }, () => 1), ...Array.from({ length: 50 }, () => 0)])).toMatch(
    /^4\d-(5|6)\d$/,
  );
  const ones = Array.from({ length: 20 }, () => 1);
  expect(pairedP(ones, ones)).toBe(1);
  expect(
    pairedP(
      ones,
      ones.map(() => 0),
    ),
  ).toBeLessThan(0.001);
});

it('knows the rules that look for one thing', () => {
  if (one === undefined) throw new Error('Nothing was read.');
  const named = new Map(trivialRankers.map(([name, ranker]) => [name, ranker(one).steps]));
  expect(named.get('last step')).toEqual([4]);
  expect(named.get('first error word')).toEqual([3]);
  expect(named.get('most frequent agent, its first step')).toEqual([2]);
  expect(modalStep(cases.slice(1))(one)).toEqual({ agent: 'Searcher', steps: [3, 2] });
});

it('prints every method for a folder, and for one that was learned elsewhere', async () => {
  const context = { isQuick: true, dataFolder: undefined, testFolder: labelled };
  const rows: Row[] = [];
  for await (const row of attribution.run(context)) rows.push(row);
  expect(rows.map(({ columns }) => columns['set'])).toEqual(rows.map(() => 'By Hand'));
  expect(rows.at(-1)?.columns).toMatchObject({ method: 'ours, trained, 5 folds x 1 seeds', n: 12, 'agent %': 100 });
  const elsewhere: Row[] = [];
  for await (const row of attribution.run({ ...context, trainFolder: other })) elsewhere.push(row);
  expect(elsewhere.at(-1)?.columns).toMatchObject({
    set: 'Other -> By Hand',
    method: 'ours, trained on 6 others',
    n: 12,
  });
});
