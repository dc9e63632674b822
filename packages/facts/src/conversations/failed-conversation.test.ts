import { viewOf } from '@faultline/core';
import type { Run, RunInput } from '@faultline/model';
import { chatRun, type ChatLine, runOf } from '@faultline/plugin-testkit';
import { expect, it } from 'vitest';
import { isFailedConversation } from './failed-conversation.ts';

const lines: readonly ChatLine[] = [
  { by: 'user', type: 'human', says: 'How many?' },
  { by: 'Planner', says: 'Let us look.' },
  { by: 'Checker', says: 'Three.' },
];
const told = (more: Partial<RunInput> = {}, said = lines): boolean => isFailedConversation(viewOf(chatRun(said, more)));
/** With an attribute of what is around all turns. */
const graded = (name: string, grade: string | number | boolean): boolean => {
  const run = chatRun(lines);
  const [root, ...turns] = run.executions;
  return isFailedConversation(viewOf({ ...run, executions: [{ ...root, attributes: { [name]: grade } }, ...turns] }));
};

it('is one that failed', () => {
  expect(told({ status: 'failed' })).toBe(true);
  expect(told({ status: 'completed' })).toBe(false);
});

it('is one that was graded as wrong, or labelled', () => {
  expect(graded('transcript.is_correct', false)).toBe(true);
  expect(graded('transcript.is_correct', true)).toBe(false);
  expect(graded('transcript.is_corrected', false)).toBe(true);
  expect(graded('transcript.reward', 0)).toBe(true);
  expect(graded('transcript.reward', 1)).toBe(false);
  expect(graded('transcript.success', 'true')).toBe(false);
  expect(graded('transcript.success', 'perhaps')).toBe(false);
  expect(graded('transcript.level', 0)).toBe(false);
  expect(graded('transcript.success', 'false')).toBe(true);
  expect(told({ context: { success: false } })).toBe(true);
  expect(told({ context: { 'label.decisiveExecution': 'turn-1' } })).toBe(true);
});

it('is one with a failure that nobody mended', () => {
  const failing: readonly ChatLine[] = [...lines, { by: 'search', type: 'tool', says: 'Error: x', hasFailed: true }];
  expect(told({}, failing)).toBe(true);
  expect(told({ context: { reward: 1 } }, failing)).toBe(false);
  const mended: readonly ChatLine[] = [...failing, { by: 'search', type: 'tool', says: 'three lamps' }, lines[2]];
  expect(told({}, mended)).toBe(false);
});

it('is none where fewer than two turns say something, or one voice alone speaks', () => {
  const failed = { status: 'failed' } as const;
  expect(told(failed, lines.slice(0, 2))).toBe(false);
  expect(told(failed, [lines[1], { by: 'Checker', says: '' }])).toBe(false);
  expect(told(failed, [lines[1], lines[1]])).toBe(false);
  expect(told(failed, [lines[0], lines[1], lines[1]])).toBe(true);
});

const step = (id: string, type: string) =>
  ({ id, stepId: id, type, startMs: 0, endMs: 1, status: 'completed', output: 'done' }) as const;

it('is no ordinary workflow, even with a model among its steps', () => {
  const workflow: Run = runOf(
    [step('fetch', 'task'), step('clean', 'task'), step('join', 'task'), step('ask', 'llm'), step('sum', 'llm')],
    { status: 'failed' },
  );
  expect(isFailedConversation(viewOf(workflow))).toBe(false);
});
