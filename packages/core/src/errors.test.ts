import { describe, expect, expectTypeOf, it } from 'vitest';
import { errorCatalogue, FaultlineError, type ErrorCode } from './errors.ts';

describe.each(Object.entries(errorCatalogue))('%s', (code, { category, message, hint }) => {
  it('has a code to search for and a category that says who must act', () => {
    expect(code).toMatch(/^FAULTLINE_[A-Z_]+$/);
    expect(['usage', 'configuration', 'input', 'plugin']).toContain(category);
  });
  it('says what happened and what to try, in sentences', () => {
    // Where the text ends with a placeholder, what fills it brings its own end.
    expect(message).toMatch(/(\.|\}\})$/);
    expect(hint).toMatch(/(\.|\}\})$/);
    expect(`${message} ${hint}`).not.toMatch(/!|please|simply/i);
  });
});

it('fills in message and hint, and keeps the cause', () => {
  const cause = new Error('EACCES');
  const error = new FaultlineError('FAULTLINE_RULE_OPTIONS', { rule: 'a/b', problem: 'line 1\nline 2' }, { cause });
  expect(error).toMatchObject({
    name: 'FaultlineError',
    code: 'FAULTLINE_RULE_OPTIONS',
    category: 'configuration',
    message: 'The options of "a/b" are not valid.\nline 1\nline 2',
    hint: 'Run "faultline explain a/b" to see its options.',
    cause,
  });
});

it.each([
  ['it broke', 'Cannot read "a": it broke.'],
  ['it broke.', 'Cannot read "a": it broke.'],
  ['did it break?', 'Cannot read "a": did it break?'],
])('ends with one full stop where the problem is "%s"', (problem, message) => {
  expect(new FaultlineError('FAULTLINE_FILE_UNREADABLE', { source: 'a', problem }).message).toBe(message);
});

it('leaves placeholders in the texts of others alone', () => {
  const error = new FaultlineError('FAULTLINE_EMPTY_INPUT', { source: '{{source}} $& {{other}}' });
  expect(error.message).toBe('Cannot read "{{source}} $& {{other}}": it is empty.');
});

it('asks for exactly what its texts name', () => {
  // @ts-expect-error: "source" is missing
  expect(new FaultlineError('FAULTLINE_EMPTY_INPUT', {}).code).toBe('FAULTLINE_EMPTY_INPUT');
  // @ts-expect-error: there is no such code
  expect(() => new FaultlineError('FAULTLINE_NOTHING', {})).toThrow(TypeError);
  expectTypeOf<'FAULTLINE_USAGE'>().toExtend<ErrorCode>();
});
