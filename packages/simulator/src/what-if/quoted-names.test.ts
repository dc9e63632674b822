import { expect, it } from 'vitest';
import { defineWorkflow, viewOf } from '@faultline/core';
import { runOf } from '@faultline/plugin-testkit';
import type { Edit } from './edit.ts';
import { whatIf } from './what-if.ts';

const go = 'say "go"';
const no = 'say "no"';
const executions = [go, no].map((stepId, at) => ({
  id: `e${at}`,
  stepId,
  startMs: 5 * at,
  endMs: 5 * at + 5,
  status: 'failed' as const,
  metrics: { [go]: 1 },
}));
const run = viewOf(
  runOf(executions),
  defineWorkflow({ id: 'drawn', steps: { [go]: {}, [no]: { needs: [{ on: go, dataFlow: ['word'] }] }, idle: {} } }),
);

it.each<[string, Edit]>([
  [String.raw`from "say \"go\"" to "say \"no\""`, { kind: 'drop-edge', from: go, to: no }],
  [String.raw`No execution of "say \"go\"" waited for one of "say \"no\""`, { kind: 'drop-edge', from: no, to: go }],
  [String.raw`Step "say \"go\"" or "idle" did not run`, { kind: 'add-edge', from: go, to: 'idle' }],
  [String.raw`The pool "say \"go\"" is taken`, { kind: 'pool', resource: go, capacity: 2 }],
  [String.raw`how much of "say \"no\"" a step needs`, { kind: 'pool', resource: no, capacity: 2 }],
  [String.raw`A further attempt at step "say \"go\""`, { kind: 'retries', stepId: go, maxAttempts: 2 }],
  [String.raw`Step "say \"go\"" takes longer`, { kind: 'timeout', stepId: go, timeoutMs: 1 }],
])('shows where the quotes of a name end: %s', (note, edit) => {
  expect(whatIf(run, [edit]).notes).toContainEqual(expect.stringContaining(note));
});

it.each<[string, Edit]>([
  [String.raw`Step "say \"go\"" cannot wait for "say \"no\""`, { kind: 'add-edge', from: no, to: go }],
  [String.raw`Step "say \"go\"" needs 1 of "say \"go\""`, { kind: 'pool', resource: go, capacity: 0 }],
])('shows where the quotes of a name end in what it refuses: %s', (problem, edit) => {
  expect(() => whatIf(run, [edit])).toThrow(problem);
});
