import { certaintyOf, runsWith } from '@faultline/plugin-testkit';
import { expect, it } from 'vitest';
import { chatMl } from './chat-ml.ts';
import { transcript } from './transcript.ts';

const text = [
  '<|im_start|>system\nBe brief.<|im_end|>',
  '<|im_start|>user\nHow many\nlamps? 灯<|im_end|>',
  '<|im_start|>assistant name=Counter\n31.<|im_end|>',
  '<|im_start|>assistant\nAnd now',
].join('\n');

it('reads roles, names and texts, also of what is cut off', async () => {
  expect(certaintyOf(chatMl, text)).toBe(0.95);
  expect(certaintyOf(transcript, text)).toBe(0);
  const [run] = await runsWith(chatMl, text);
  const turns = run?.executions.filter(({ id }) => id !== 'conversation') ?? [];
  expect(turns.map(({ stepId, type, output }) => [stepId, type, output])).toEqual([
    ['system', 'preprocessing', 'Be brief.'],
    ['user', 'human', 'How many\nlamps? 灯'],
    ['Counter', 'agent', '31.'],
    ['assistant', 'llm', 'And now'],
  ]);
});

it('refuses what has no such marks', async () => {
  expect(certaintyOf(chatMl, '<log>')).toBe(0);
  await expect(runsWith(chatMl, 'Hi.')).rejects.toThrow('none of its 1 messages has a role and a content');
});
