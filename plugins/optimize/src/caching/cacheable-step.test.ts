import { wilsonInterval } from '@faultline/stats';
import { executionOf, runOf, testRule } from '@faultline/plugin-testkit';
import type { Json, Run, StepExecutionInput } from '@faultline/model';
import { cacheableStep } from './cacheable-step.ts';

/** Runs of one step that takes 100 ms, each with its input and output. */
const asked = (
  count: number,
  payloadOf: (index: number) => readonly [input: Json, output?: Json],
  overrides: Partial<StepExecutionInput> = {},
): Run[] =>
  Array.from({ length: count }, (_, index) => {
    const [input, output] = payloadOf(index);
    const payload = { input, ...(output !== undefined && { output }) };
    return runOf([executionOf({ id: 'search', stepId: 'search', endMs: 100, ...payload, ...overrides })], {
      id: `run-${index}`,
      startMs: 0,
      endMs: 200,
    });
  });
const [run] = asked(1, () => ['new']);
const { low, high } = wilsonInterval(36, 40);
const inTurn = (index: number): readonly [Json, Json] => [index % 4, 'answer'];

testRule(cacheableStep, {
  valid: [
    { name: 'inputs that never come again', run, history: asked(40, (index) => [index, 'answer']) },
    { name: 'too few executions to say', run, history: asked(19, inTurn) },
    { name: 'nothing learned', run: run },
    {
      name: 'a step that acts on the world',
      run: asked(1, inTurn, { type: 'handoff' })[0],
      history: asked(40, inTurn),
    },
    {
      name: 'finding an answer takes as long as making it',
      run,
      history: asked(40, inTurn),
      options: { hitMs: 100 },
    },
    { name: 'less than is worth a word', run, history: asked(40, inTurn), options: { leastShare: 0.46 } },
  ],
  invalid: [
    {
      name: 'four questions in turn, always with the same answer',
      run,
      history: asked(40, inTurn),
      options: { hitMs: 0 },
      message:
        'Step "search" is given inputs that came before in 90 % of 40 executions (76.9 % to 96 %), with equal outputs. A cache would save 90 ms per run.',
      findings: [{ messageId: 'cacheable', at: ['search'], data: { saves: 90 } }],
    },
    {
      name: 'a price that was recorded',
      run: asked(1, () => ['new'], { metrics: { costUsd: 0.1 } })[0],
      history: asked(40, inTurn),
      findings: [
        {
          messageId: 'cacheable',
          at: ['search'],
          impact: { basis: 'learned', savesUsd: { low: low * 0.1, expected: 0.9 * 0.1, high: high * 0.1 } },
        },
      ],
    },
    {
      name: 'outputs that were not recorded',
      run,
      history: asked(40, (index) => [index % 4]),
      findings: [{ messageId: 'unchecked', at: ['search'] }],
    },
    {
      name: 'different answers to one question',
      run,
      history: asked(40, (index) => [index % 4, index % 8]),
      findings: [
        {
          messageId: 'ambiguous',
          at: ['search'],
          data: { compared: 4, inputs: 4 },
          impact: { savesMs: { low: 0, expected: 0, high: 0 }, basis: 'learned' },
        },
      ],
    },
    {
      name: 'a few runs with many calls each: the gain is that of this run',
      run,
      history: [
        runOf(
          Array.from({ length: 20 }, (_, index) =>
            executionOf({ id: `e${index}`, stepId: 'search', item: `${index}`, input: 0, output: 0 }),
          ),
        ),
      ],
      options: { hitMs: 0 },
      findings: [{ messageId: 'cacheable', at: ['search'], data: { saves: 95 } }],
    },
  ],
});
