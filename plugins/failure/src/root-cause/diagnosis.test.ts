import { AnalysisEngine, definePlugin } from '@faultline/core';
import { runOf } from '@faultline/plugin-testkit';
import { expect, it } from 'vitest';
import { rootCauseSection } from './causes.ts';

const turn = (id: string, type: 'agent' | 'tool', startMs: number, output: string, status: 'completed' | 'failed') => ({
  id,
  stepId: id,
  type,
  startMs,
  endMs: startMs + 1000,
  status,
  output,
});

it('leaves a failed conversation to those who read what was said', async () => {
  const run = runOf(
    [
      turn('planner', 'agent', 0, 'Look up the height of the tower.', 'completed'),
      turn('researcher', 'agent', 1000, 'It is 300 feet high.', 'completed'),
      turn('terminal', 'tool', 2000, 'exit code 1', 'failed'),
      turn('writer', 'agent', 3000, 'The tower is 300 feet high.', 'completed'),
    ],
    { status: 'failed' },
  );
  const engine = new AnalysisEngine([definePlugin({ name: 'failure', analyses: [rootCauseSection] })]);
  expect((await engine.analyze(run)).sections).toEqual([]);
});
