import { describe, expect, expectTypeOf, it } from 'vitest';
import { hasPlaceholders, placeholdersOf, renderMessage, type DataOf, type HasHoles } from './messages.ts';

it('fills in texts as they are, and numbers with their unit', () => {
  const text = renderMessage('Step "{{step}}" took {{took:ms}}, {{ratio:ratio}} its {{usual:ms}}.', {
    step: 'fetch',
    took: 8000,
    ratio: 4,
    usual: 2000,
  });
  expect(text).toBe('Step "fetch" took 8 s, 4x its 2 s.');
});

it('marks the quotes of a name that stands between quotes', () => {
  expect(renderMessage('Step "{{step}}": {{list}}.', { step: 'say "go"', list: '"a", "b"' })).toBe(
    'Step "say \\"go\\"": "a", "b".',
  );
});

it('never reads what it filled in as a template', () => {
  expect(renderMessage('{{a}}{{b}}', { a: '{{b}} $1', b: '$&' })).toBe('{{b}} $1$&');
});

it('knows the placeholders of a template', () => {
  expect(placeholdersOf('{{step}} took {{took:ms}}.')).toEqual(['step', 'took']);
  expect(['{{step}}', '{{took:ms}}', 'plain', '{ {step} }'].map(hasPlaceholders)).toEqual([true, true, false, false]);
});

describe('the type of the data', () => {
  it('has a text for each name, and a number where a unit is named', () => {
    expectTypeOf<DataOf<'Step "{{step}}" took {{took:ms}}.'>>().toEqualTypeOf<{ step: string; took: number }>();
  });
  it('has nothing for a plain template', () => {
    expectTypeOf<HasHoles<'Plain.'>>().toEqualTypeOf<false>();
    expectTypeOf<HasHoles<'{{a}}'>>().toEqualTypeOf<true>();
  });
});
