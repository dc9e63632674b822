import { expect, it } from 'vitest';
import { failureOf } from './failure.ts';

it.for([
  ['TimeoutError', '', 'timeout'],
  ['asyncio.exceptions.TimeoutError', '', 'timeout'],
  ['DEADLINE_EXCEEDED', '', 'timeout'],
  ['504', '', 'timeout'],
  ['CancelledError', '', 'cancelled'],
  ['AbortError', '', 'cancelled'],
  ['openai.RateLimitError', '', 'resource_exhaustion'],
  ['429', '', 'resource_exhaustion'],
  ['pydantic.ValidationError', '', 'validation_error'],
  ['ConnectionError', '', 'external_service_error'],
  ['503', '', 'external_service_error'],
  ['KeyError', 'request timed out', 'KeyError'],
  [undefined, 'request timed out', 'timeout'],
  ['_OTHER', 'the task was cancelled', 'cancelled'],
  [undefined, 'no such key', 'unknown_error'],
  [undefined, undefined, 'unknown_error'],
] as const)('class %j, message %j: %s', ([errorType, message, type]) => {
  expect(failureOf(errorType, message, undefined)).toEqual({ type, message: message ?? '' });
});

it('keeps the stack', () => {
  expect(failureOf('KeyError', 'x', 'at y')).toEqual({ type: 'KeyError', message: 'x', stack: 'at y' });
});
