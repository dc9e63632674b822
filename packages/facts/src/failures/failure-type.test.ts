import { executionOf } from '@faultline/plugin-testkit';
import type { StepExecutionInput } from '@faultline/model';
import { describe, expect, it } from 'vitest';
import { failurePatterns } from './failure-patterns.ts';
import { failureTypeOf } from './failure-type.ts';

const failing = (overrides: Partial<StepExecutionInput>) => executionOf({ status: 'failed', ...overrides });
const rows = failurePatterns.flatMap((row) => row.examples.map((example) => ({ ...row, example })));

describe('the table', () => {
  it.each(rows)('reads $type from the $reads "$example"', ({ reads, example, type, pattern }) => {
    const execution = {
      name: () => failing({ error: { type: example } }),
      http: () => failing({ error: { type: example } }),
      grpc: () => failing({ attributes: { 'rpc.grpc.status_code': Number(example) } }),
      message: () => failing({ error: { type: 'unknown_error', message: example } }),
    }[reads]();
    expect(failureTypeOf(execution)).toMatchObject({ type, pattern: { pattern } });
  });

  it('names a source in every line, and has examples', () => {
    expect(failurePatterns.filter(({ source, examples }) => source === '' || examples.length === 0)).toEqual([]);
  });

  it.each([
    'Collected aiohttp, async-timeout==4.0.3, attrs.',
    'Cannot import async-timeout.',
    'Cannot open "lib/timeout.py".',
    'No module named timeout_decorator.',
  ])('takes no part of an identifier for a timeout: %s', (message) => {
    expect(failureTypeOf(failing({ error: { type: 'unknown_error', message } }))?.type).not.toBe('timeout');
  });

  it.each([
    'Timeout',
    'Read timed out. (read timeout=30)',
    'Error: timeout, 3 of 3.',
    'Waiting...timed out',
    'A time-out.',
  ])('takes the word of its own for a timeout: %s', (message) => {
    expect(failureTypeOf(failing({ error: { type: 'unknown_error', message } }))?.type).toBe('timeout');
  });

  it('knows all seven types and cancelled', () => {
    expect(new Set(failurePatterns.map(({ type }) => type))).toEqual(
      new Set([
        'timeout',
        'cancelled',
        'resource_exhaustion',
        'dependency_failure',
        'data_quality_issue',
        'validation_error',
        'logic_error',
        'external_service_error',
      ]),
    );
  });
});

describe('failureTypeOf', () => {
  it('says nothing of what did not fail', () => {
    expect(failureTypeOf(executionOf())).toBeUndefined();
    expect(failureTypeOf(executionOf({ status: 'skipped' }))).toBeUndefined();
  });

  it('takes the word of the trace before everything else', () => {
    const execution = failing({ error: { type: 'data_quality_issue', message: 'Request timed out.' } });
    expect(failureTypeOf(execution)).toMatchObject({ type: 'data_quality_issue', evidence: 'recorded' });
  });

  it('leaves the package of a class away', () => {
    expect(failureTypeOf(failing({ error: { type: 'java.net.SocketTimeoutException' } }))?.type).toBe('timeout');
    expect(failureTypeOf(failing({ error: { type: 'my.timeout.module.KeyError' } }))?.type).toBe('logic_error');
  });

  it('reads the name before a message, where the type says nothing', () => {
    const execution = failing({ error: { type: 'Error', message: 'pydantic_core.ValidationError: 2 errors' } });
    expect(failureTypeOf(execution)).toMatchObject({ type: 'validation_error', evidence: 'name' });
  });

  it('reads status codes among the attributes', () => {
    const execution = failing({ attributes: { 'http.response.status_code': 429 } });
    expect(failureTypeOf(execution)).toMatchObject({ type: 'resource_exhaustion', evidence: 'code', confidence: 0.95 });
  });

  it('is the less sure the weaker the evidence', () => {
    const told = [
      failing({ error: { type: 'timeout' } }),
      failing({ error: { type: 'ReadTimeout' } }),
      failing({ error: { type: 'Error', message: 'Request timed out.' } }),
      failing({ output: 'Request timed out.' }),
      failing({ dependenciesFailed: ['fetch'] }),
      failing({ error: { type: 'FluxCapacitorDrained' } }),
      failing({}),
    ].map((execution) => failureTypeOf(execution)?.confidence ?? -1);
    expect(told).toEqual(told.toSorted((a, b) => b - a));
    expect(new Set(told).size).toBe(told.length);
  });

  it('reads the error that a failed step put out', () => {
    const traceback =
      'exitcode: 1\nTraceback (most recent call last):\n  File "a.py"\nKeyError: 0\nrequests.ReadTimeout: 30';
    expect(failureTypeOf(failing({ output: traceback }))).toMatchObject({ type: 'timeout', evidence: 'output' });
    expect(failureTypeOf(failing({ output: { text: traceback } }))?.type).toBe('unknown_error');
    expect(failureTypeOf(executionOf({ output: traceback }))).toBeUndefined();
  });

  it('keeps a word that nobody knows, and says when there is none', () => {
    expect(failureTypeOf(failing({ error: { type: 'FluxCapacitorDrained' } }))?.type).toBe('FluxCapacitorDrained');
    expect(failureTypeOf(failing({ error: { type: '__proto__' } }))?.type).toBe('__proto__');
    expect(failureTypeOf(failing({}))).toMatchObject({ type: 'unknown_error', confidence: 0 });
  });

  it('types an attempt that is about to be tried again', () => {
    expect(failureTypeOf(executionOf({ status: 'retrying', error: { type: '503' } }))?.type).toBe(
      'external_service_error',
    );
  });
});

it.each([
  ['PatientNotFound: 4711 John Doe', 'PatientNotFound'],
  ['ValidationError: MRN-4711 John Doe', 'validation_error'],
  ['flux lost at 4711', 'unknown_error'],
  ['John Doe', 'unknown_error'],
  ['4711 is gone', 'unknown_error'],
  ['(none)', 'unknown_error'],
])('keeps no more than the name of %j', (type, kept) => {
  expect(failureTypeOf(executionOf({ status: 'failed', error: { type } }))?.type).toBe(kept);
});
