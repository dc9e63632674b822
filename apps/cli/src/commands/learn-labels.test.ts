import { sectionOf } from '@faultline/core';
import { reportSchema } from '@faultline/model';
import { attributionSection } from '@faultline/plugin-attribution';
import { faultyRun } from '@faultline/plugin-healthcare';
import { describe, expect, it } from 'vitest';
import { workplace } from '../memory-io.test-support.ts';

const things = ['lamps', 'kettles', 'trains', 'rivers', 'poems', 'islands', 'stamps', 'bridges'];

/** A chat log of several agents that was graded as wrong: the one who guesses is to blame, wherever that is. */
function chatLog(number: number): { readonly id: string; readonly guessed: number; readonly text: string } {
  const thing = things[number % things.length] ?? '';
  const guessed = [1, 2, 4][number % 3] ?? 1;
  const messages = [
    { role: 'user', content: `How many ${thing}?` },
    { name: 'Planner', role: 'assistant', content: `Let us count the ${thing} one by one.` },
    { name: 'Coder', role: 'assistant', content: `\`\`\`python\ncount("${thing}")\n\`\`\`` },
    { name: 'terminal', role: 'user', content: 'exitcode: 1 (execution failed)\nCode output: NameError: count' },
    { name: 'Checker', role: 'assistant', content: `The ${thing} were counted and all is well.` },
  ];
  const guess = { name: 'Guesser', role: 'assistant', content: `I assume that there are many ${thing}, as is known.` };
  const id = `chat-${number}`;
  const told = { conversation_id: id, is_correct: false, messages: messages.toSpliced(guessed, 0, guess) };
  return { id, guessed, text: JSON.stringify(told) };
}

const logs = Array.from({ length: 25 }, (_, number) => chatLog(number));
const past = logs.slice(0, 24);
const linesOf = (some: typeof logs): string => some.map(({ text }) => text).join('\n');
const labelOf = ({ id, guessed }: (typeof logs)[number]) => [id, { step: guessed, agent: 'Guesser' }] as const;
const labels = JSON.stringify(Object.fromEntries(past.map(labelOf)), null, 2);
const files = {
  'all.jsonl': linesOf(past),
  'a.jsonl': linesOf(past.slice(0, 9)),
  'b.jsonl': linesOf(past.slice(9)),
  'labels.json': labels,
  'one.json': logs[24]?.text ?? '',
};
const labelled = ['--labels', 'labels.json'];

async function ranked({ faultline }: ReturnType<typeof workplace>, ...args: readonly string[]) {
  const { out } = await faultline(['analyze', 'one.json', '--format', 'json', ...args]);
  return sectionOf(reportSchema.parse(JSON.parse(out)), attributionSection);
}

describe('which agent, which step', () => {
  it('is told of a tool-calling log with a failure that nobody mended', async () => {
    const call = { id: 'c1', type: 'function', function: { name: 'count', arguments: '{"thing":"lamps"}' } };
    const messages = [
      { role: 'system', content: 'You count.' },
      { role: 'user', content: 'How many lamps?' },
      { role: 'assistant', content: null, tool_calls: [call] },
      { role: 'tool', tool_call_id: 'c1', content: 'Error: unknown argument "thing"' },
      { role: 'assistant', content: 'There are 77 lamps in the archive, as everybody knows.' },
    ];
    const { faultline } = workplace({ 'log.json': JSON.stringify({ messages }) });
    const { out } = await faultline(['analyze', 'log.json', '--verbose']);
    const text = out.replaceAll(/\s+/g, ' ');
    expect(text).toContain('Which agent, which step');
    expect(text).toMatch(
      /Most likely the decisive error is in step 2, by "assistant" \([\d.]+ %\): it asked for what was refused/,
    );
  });

  it('is not asked of a run that is no conversation', async () => {
    const { faultline } = workplace({ 'run.json': JSON.stringify(faultyRun()) });
    expect((await faultline(['analyze', 'run.json', '--verbose'])).out).not.toContain('Which agent, which step');
  });
});

describe('learn --labels', () => {
  it('teaches which step of a failed transcript it was, beside what is seen out of the box', async () => {
    const place = workplace(files);
    const { exitCode, err } = await place.faultline(['learn', 'all.jsonl', ...labelled, '-o', 'baseline.json']);
    expect([exitCode, err]).toEqual([0, 'Learned from 24 runs.\n']);
    expect((await ranked(place))?.steps.map(({ learned }) => learned)).toEqual([null, null, null, null, null]);
    const value = await ranked(place, '--baseline', 'baseline.json');
    expect(value?.labelledRuns).toBe(24);
    expect(value?.steps.toSorted((a, b) => (b.learned ?? 0) - (a.learned ?? 0))[0]).toMatchObject({
      index: logs[24]?.guessed,
      agent: 'Guesser',
    });
    const { out } = await place.faultline(['analyze', 'one.json', '--baseline', 'baseline.json', '--verbose']);
    expect(out.replaceAll(/\s+/g, ' ')).toContain('As learned from 24 labelled runs it is in step 1, by "Guesser"');
  });

  it('learns the same at once and from parts put together, and keeps nothing that was said', async () => {
    const { faultline, read } = workplace(files);
    await faultline(['learn', 'all.jsonl', ...labelled, '-o', 'whole.json']);
    for (const part of ['a', 'b']) await faultline(['learn', `${part}.jsonl`, ...labelled, '-o', `${part}.json`]);
    await faultline(['learn', '--baseline', 'b.json', '--baseline', 'a.json', '-o', 'joined.json']);
    expect(read('joined.json')).toBe(read('whole.json'));
    for (const said of ['lamps', 'assume', 'NameError']) expect(read('whole.json')).not.toContain(said);
  });

  it('adds the labels of runs that were learned before, once', async () => {
    const { faultline, read } = workplace(files);
    await faultline(['learn', 'all.jsonl', ...labelled, '-o', 'at once.json']);
    await faultline(['learn', 'all.jsonl', '-o', 'baseline.json']);
    const again = ['learn', 'all.jsonl', '--baseline', 'baseline.json', ...labelled, '-o', 'baseline.json'];
    expect((await faultline(again)).err).toBe(
      '24 runs had been learned before; what is new of them was added.\nThe baseline stands for 24 runs.\n',
    );
    expect(read('baseline.json')).toBe(read('at once.json'));
    expect((await faultline(again)).err).toContain('24 runs had been learned before and were left out.\n');
  });

  it('takes labels as JSON Lines too, and steps by the ids of their executions', async () => {
    const { faultline, read } = workplace({
      ...files,
      'labels.jsonl': past
        .map(({ id, guessed }) => JSON.stringify({ [id]: { step: `message-${guessed}` } }))
        .join('\n'),
    });
    await faultline(['learn', 'all.jsonl', ...labelled, '-o', 'by number.json']);
    await faultline(['learn', 'all.jsonl', '--labels', 'labels.jsonl', '-o', 'by id.json']);
    expect(read('by id.json')).toBe(read('by number.json'));
  });

  it('says which labels do not fit, and of which no run was read', async () => {
    const { faultline } = workplace({
      ...files,
      'labels.json': JSON.stringify({
        'chat-0': { step: 0 },
        'chat-1': { step: 'message-77' },
        'chat-2': { step: 4, agent: 'Planner' },
        'chat-3': { step: '1' },
        ['__proto__']: { step: 1 },
      }),
    });
    const { exitCode, err } = await faultline(['learn', 'all.jsonl', ...labelled, '-o', 'baseline.json']);
    expect(exitCode).toBe(0);
    expect(err).toBe(
      'Not used: the labels of 3 runs "chat-0", "chat-1", "chat-2": no step of an agent or tool is named so, or another agent took it.\n' +
        'Not used: the label of run "__proto__": no run with this id was read.\n' +
        'Learned from 24 runs.\n',
    );
  });

  it('refuses what is no file of labels, and writes nothing', async () => {
    const wrong = {
      '': 'there is no label in it.',
      '[]': 'line 1 is not an object of labels by the ids of runs.',
      '{"chat-0":{"agent":"Planner"}}': 'the label of run "chat-0" is without a "step".',
      '{"chat-0":3}': 'the label of run "chat-0" is a number, not {"step": 3}.',
      '{"chat-0":"message-3"}': 'the label of run "chat-0" is a text, not {"step": "..."}.',
      '{"chat-0":[3]}': 'the label of run "chat-0" is not an object with a "step".',
      '{"chat-0":{"step":-1}}': 'the label of run "chat-0" is no step and agent: a step is a number from 0 or an id.',
      '{"chat-0":{"step":1}}\n{"chat-0":{"step":2}}': 'run "chat-0" is labelled twice.',
    };
    for (const [text, problem] of Object.entries(wrong)) {
      const { faultline, read } = workplace({ ...files, 'labels.json': text });
      const { exitCode, err } = await faultline(['learn', 'all.jsonl', ...labelled, '-o', 'baseline.json']);
      expect([exitCode, err]).toEqual([3, expect.stringContaining(`Cannot read "labels.json": ${problem}`)]);
      expect(() => read('baseline.json')).toThrow('ENOENT');
    }
    const { err } = await workplace(files).faultline(['learn', 'all.jsonl', '--labels', 'gone.json']);
    expect(err).toContain('Cannot read "gone.json": there is no such file.');
  });
});
