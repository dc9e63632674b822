import { viewOf } from '@faultline/core';
import { chatRun, runOf } from '@faultline/plugin-testkit';
import { expect, it } from 'vitest';
import { transcriptSteps } from './transcript-steps.ts';

it('is what was said, in order, without what is around it', () => {
  const run = viewOf(
    chatRun([
      { by: 'user', type: 'human', says: 'How many?' },
      { by: 'Planner', says: 'Look.' },
      { by: 'search', type: 'tool', asked: { q: 'lamps' }, says: ['3'], hasFailed: true },
    ]),
  );
  const steps = transcriptSteps(run).map(({ agent, speaker, asked, said, hasFailed }) => [
    agent,
    speaker,
    asked,
    said,
    hasFailed,
  ]);
  expect(steps).toEqual([
    ['user', 'human', '', 'How many?', false],
    ['Planner', 'agent', '', 'Look.', false],
    ['search', 'tool', 'q: lamps', '3', true],
  ]);
});

it('names agents as the telemetry does, else for the agent around them, else for their step', () => {
  const completed = { status: 'completed', startMs: 0, endMs: 1 } as const;
  const run = viewOf(
    runOf([
      { ...completed, id: 'a', stepId: 'Researcher', type: 'agent' },
      { ...completed, id: 'b', stepId: 'chain', parentId: 'a' },
      { ...completed, id: 'c', stepId: 'gpt', type: 'llm', parentId: 'b' },
      { ...completed, id: 'd', stepId: 'search', type: 'tool', parentId: 'b' },
      { ...completed, id: 'e', stepId: 'gpt', type: 'llm', item: '1' },
      { ...completed, id: 'f', stepId: 'node', attributes: { 'gen_ai.agent.name': '__proto__' } },
      { ...completed, id: 'g', stepId: 'never', status: 'skipped' },
    ]),
  );
  expect(transcriptSteps(run).map(({ execution, agent }) => `${execution.id} ${agent}`)).toEqual([
    'c Researcher',
    'd search',
    'e gpt',
    'f __proto__',
  ]);
});

it('has no steps where nothing was done', () => {
  expect(transcriptSteps(viewOf(runOf([])))).toEqual([]);
});

it('reads the task from the input of the first step, and no other input but those of tools', () => {
  const run = viewOf(
    chatRun([
      { by: 'Planner', asked: 'Count lamps.', says: 'I will.' },
      { by: 'Counter', asked: 'I will.', says: '3' },
    ]),
  );
  expect(transcriptSteps(run).map(({ asked }) => asked)).toEqual(['Count lamps.', '']);
});
