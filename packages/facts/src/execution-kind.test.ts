import { viewOf } from '@faultline/core';
import type { RunInput, StepExecutionInput } from '@faultline/model';
import { executionOf, runOf } from '@faultline/plugin-testkit';
import { describe, expect, it } from 'vitest';
import { executionKinds, type ExecutionKind } from './execution-kind.ts';

const kindOf = (execution: Partial<StepExecutionInput>, run: Partial<RunInput> = {}): ExecutionKind =>
  executionKinds(viewOf(runOf([executionOf(execution)], run)))[0];

describe('executionKinds', () => {
  it.each([
    [{ model: 'a' }, 'a', undefined],
    [{ 'gen_ai.request.model': 'a' }, 'a', undefined],
    [{ 'gen_ai.request.model': 'a', 'gen_ai.response.model': 'a-2026' }, 'a-2026', undefined],
    [{ 'gen_ai.tool.name': 'search' }, undefined, 'search'],
    [{ 'tool.name': 'search', model: 'a' }, 'a', 'search'],
    [{ 'ai.toolCall.name': 'search' }, undefined, 'search'],
    [{ model: 7 }, undefined, undefined],
    [undefined, undefined, undefined],
  ])('of %j are these model and tool: %s, %s', (attributes, model, tool) => {
    expect(kindOf({ ...(attributes && { attributes }) })).toMatchObject({ model, tool });
  });

  it('takes the model of the run where the execution names none', () => {
    expect(kindOf({}, { context: { model: 'a' } }).model).toBe('a');
    expect(kindOf({ attributes: { model: 'b' } }, { context: { model: 'a' } }).model).toBe('b');
  });

  it('has one number for each model with each tool, and 0 for neither', () => {
    const attributes = [{ model: 'a' }, { model: 'b' }, { 'tool.name': 'a' }, { model: 'a', 'tool.name': 'a' }];
    const kinds = attributes.map((each) => kindOf({ attributes: each }).kind);
    expect(new Set([0, ...kinds]).size).toBe(5);
    expect(kindOf({ attributes: { model: 'a' } }).kind).toBe(kinds[0]);
    expect(kindOf({}).kind).toBe(0);
  });

  it('classes inputs by tokens, else by characters, each class up to twice as large as the one before', () => {
    const sizes = [1, 2, 3, 4, 1000, 1023, 1024].map((inputTokens) => kindOf({ metrics: { inputTokens } }).size);
    expect(sizes).toEqual([1, 2, 2, 3, 10, 10, 11]);
    expect(kindOf({ input: 'x'.repeat(1000) }).size).toBe(10);
    expect(kindOf({ input: { notes: ['x'.repeat(500), 'y'.repeat(490)] } }).size).toBe(10);
    expect(kindOf({ input: 'x'.repeat(1000), metrics: { inputTokens: 4 } }).size).toBe(3);
    expect(kindOf({}).size).toBe(0);
    expect(kindOf({ metrics: { inputTokens: 0 } }).size).toBe(0);
  });

  it('goes through an input of 100,000 levels', () => {
    let input: string | readonly unknown[] = 'deep';
    for (let depth = 0; depth < 100_000; depth++) input = [input];
    const run = { ...runOf([]), executions: [{ ...executionOf(), input: input as string }] };
    expect(executionKinds(viewOf(run))[0]?.size).toBe(3);
  });
});
