import { attributeUntrained, transcriptOf } from '@faultline/plugin-attribution';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Row } from '../benchmark.ts';
import type { PassedOver } from '../data/passed-over.ts';
import { attribution } from './attribution.ts';
import { decisiveExecutionIn } from './labelled-case.ts';
import { untrained } from './prediction.ts';
import { scoreOf } from './scores.ts';
import { labelledSetsIn } from './who-and-when.ts';

const root = mkdtempSync(join(tmpdir(), 'who-and-when-'));
afterAll(() => {
  rmSync(root, { recursive: true });
});

const casesIn = async (folder: string) => (await labelledSetsIn(folder, [])).flatMap(({ cases }) => cases);

interface Message {
  readonly role: string;
  readonly content: unknown;
}

const pages = ['harbour', 'museum', 'archive', 'registry', 'library', 'gallery', 'council', 'society'];

/** A round of an orchestrated team: thought, instruction, answer. */
function round(i: number): readonly Message[] {
  const page = `${pages[i % pages.length]} of district ${String.fromCodePoint(97 + (i % 26))}`;
  return [
    { role: 'Orchestrator (thought)', content: `Updated ledger: the ${page} comes next, by the WebSurfer.` },
    { role: 'Orchestrator (-> WebSurfer)', content: `Please open the page of the ${page}.` },
    { role: 'WebSurfer', content: `I opened the page of the ${page}; all of its entries are on the screen now.` },
  ];
}

/** A conversation of some messages, in which the code of the assistant, at some place, is refused by the terminal. */
function conversation(length: number, at: number): { readonly history: readonly Message[]; readonly step: number } {
  const rounds = Array.from({ length: Math.ceil(length / 3) }, (_, i) => round(i)).flat();
  const opening = [
    { role: 'human', content: 'How many lamps does the catalogue list?' },
    { role: 'Orchestrator (thought)', content: 'Initial plan: to see how many lamps the catalogue does list.' },
  ];
  const failing = [
    { role: 'Assistant', content: 'This counts them.\n```python\nprint(count(catalogue))\n```' },
    { role: 'ComputerTerminal', content: 'The script ran, then exited with Unix exit code: 1\nIts output was:\nx' },
  ];
  const step = opening.length + at;
  return { history: [...opening, ...rounds].slice(0, length - 2).toSpliced(step, 0, ...failing), step };
}

const fileOf = (length: number, at: number) => {
  const { history, step } = conversation(length, at);
  return {
    is_correct: false,
    question: `How many lamps, ${length}?`,
    question_ID: `q-${length}`,
    level: 2,
    ground_truth: '31',
    history,
    mistake_agent: 'Assistant',
    mistake_step: String(step),
    mistake_reason: 'The code does not run.',
  };
};

type File = ReturnType<typeof fileOf>;

/** The same conversation as others may write it. */
const variants: readonly (readonly [name: string, vary: (file: File) => object])[] = [
  ['as published', (file) => file],
  ['a number as label', (file) => ({ ...file, mistake_step: Number(file.mistake_step) })],
  ['a label with brackets', (file) => ({ ...file, mistake_agent: 'Assistant (final answer)' })],
  ['instructions, and other members', (file) => ({ ...file, system_prompt: { Assistant: 'Code.' }, labels: [1] })],
  ['another name for the id', ({ question_ID, ...file }) => ({ ...file, question_id: question_ID })],
  ['another name for the grade', ({ is_correct, ...file }) => ({ ...file, is_corrected: is_correct })],
  ['no question', ({ question: _question, question_ID: _id, ...file }) => ({ ...file, question: null })],
  [
    'parts as content',
    ({ history, ...file }) => ({
      ...file,
      history: history.map(({ role, content }) => ({ role, content: [{ type: 'text', text: content }] })),
    }),
  ],
  [
    'a name beside the role',
    ({ history, ...file }) => ({
      ...file,
      history: history.map(({ role, content }) =>
        role === 'human' ? { role, content } : { role: 'assistant', name: role, content },
      ),
    }),
  ],
  [
    'times, types and ids in each message',
    ({ history, ...file }) => ({
      ...file,
      history: history.map((message, i) => ({ ...message, timestamp: i, type: 'x', id: `m${i}`, metadata: { a: 1 } })),
    }),
  ],
];

const lengths = [5, 8, 32, 80, 130];

describe.for(variants)('a team whose agents are roles, %s', ([name, vary]) => {
  const folder = join(root, name);
  mkdirSync(folder);
  for (const [i, length] of lengths.entries())
    writeFileSync(join(folder, `${i}.json`), JSON.stringify(vary(fileOf(length, Math.floor(length / 4)))));

  it('is read: every message, agents without brackets, no person to blame', async () => {
    const cases = await casesIn(folder);
    expect(cases.map(({ run }) => transcriptOf(run).steps.length)).toEqual(lengths);
    for (const one of cases) {
      const { candidates } = transcriptOf(one.run);
      const agents = new Set(candidates.map(({ agent }) => agent));
      expect([...agents].filter((agent) => !teamOf.has(agent))).toEqual([]);
      expect(candidates).toHaveLength(transcriptOf(one.run).steps.length - 1);
      expect(one.agent).toBe('Assistant');
      expect(candidates.find(({ execution }) => execution.id === decisiveExecutionIn(one))?.agent).toBe('Assistant');
    }
  });

  it('is attributed, however long it is', async () => {
    for (const one of await casesIn(folder)) {
      const score = scoreOf(one, untrained(one));
      expect(score.reciprocalRank).toBeGreaterThanOrEqual(1 / 5);
      const { steps } = attributeUntrained(one.run);
      expect(steps.find(({ index }) => index === one.step)?.reasons).toContain('asked for what was refused');
    }
  });
});

const teamOf = new Set(['Orchestrator', 'WebSurfer', 'Assistant', 'ComputerTerminal']);

describe('in a folder of its own', () => {
  const folder = join(root, 'odd');
  mkdirSync(folder);
  const file = fileOf(8, 2);
  const odd = {
    'no label': { ...file, mistake_step: undefined },
    'no number': { ...file, mistake_step: 'unknown' },
    'no messages': { ...file, history: [] },
    'a person is to blame': { ...file, mistake_agent: 'human', mistake_step: '0' },
    'beyond the end': { ...file, mistake_step: '99' },
    'nothing said': { ...file, history: file.history.map(({ role }) => ({ role, content: null })) },
    'no message among messages': { ...file, history: [...file.history, null, 'x'] },
  };
  for (const [name, content] of Object.entries(odd))
    writeFileSync(join(folder, `${name}.json`), JSON.stringify(content));

  writeFileSync(join(folder, 'a list.json'), JSON.stringify([file]));
  writeFileSync(join(folder, 'no conversation.json'), JSON.stringify({ ...file, history: [{ seen: 1 }] }));
  writeFileSync(join(folder, 'another form.parquet'), 'PAR1');

  it('leaves out what has no label or no messages, and scores the rest', async () => {
    const passedOver: PassedOver[] = [];
    const cases = (await labelledSetsIn(folder, passedOver)).flatMap((set) => set.cases);
    expect(passedOver.map(({ file: name }) => name)).toEqual([
      'a list.json',
      'another form.parquet',
      'no conversation.json',
      'no label.json',
      'no messages.json',
      'no number.json',
    ]);
    expect(cases.map(({ run }) => run.id)).toEqual([
      'a person is to blame.json',
      'beyond the end.json',
      'no message among messages.json',
      'nothing said.json',
    ]);
    const hits = cases.map((one) => scoreOf(one, untrained(one)).top3);
    expect(hits.slice(0, 2)).toEqual([0, 0]);
  });
});

it('prints figures of any folder, and of what was learned from another that holds several', async () => {
  const published = join(root, 'as published');
  const rows: Row[] = [];
  const context = { isQuick: true, dataFolder: undefined, testFolder: published };
  for await (const row of attribution.run(context)) rows.push(row);
  expect(rows.at(-1)?.columns).toMatchObject({ n: lengths.length });
  rows.length = 0;
  // The same tasks are left out of what is learned from: what has no question is a task of its own.
  for await (const row of attribution.run({ ...context, trainFolder: root })) rows.push(row);
  expect(rows.map(({ columns }) => columns['method'])).toContain(`ours, trained on ${lengths.length} others`);
});

async function notesOf(testFolder: string) {
  const rows: Row[] = [];
  for await (const row of attribution.run({ isQuick: true, dataFolder: undefined, testFolder })) rows.push(row);
  return { count: rows.length, notes: rows.flatMap(({ columns }) => columns['note'] ?? []) };
}

it('says that of one task nothing can be learned, and that there is nothing', async () => {
  const folder = join(root, 'alone');
  mkdirSync(folder);
  writeFileSync(join(folder, 'one.json'), JSON.stringify(fileOf(8, 2)));
  const { count, notes } = await notesOf(folder);
  expect(count).toBeGreaterThan(5);
  expect(notes).toEqual(['"ours, trained" is passed over: No label names a step that blame may fall on.']);
  expect((await notesOf(join(root, 'gone'))).count).toBe(1);
});
