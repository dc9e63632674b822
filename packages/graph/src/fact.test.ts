import { expect, it } from 'vitest';
import { fact } from './fact.ts';

it('computes once per object, also where the result is undefined', () => {
  let count = 0;
  const counted = fact<object, undefined>(() => {
    count++;
    return undefined;
  });
  const subject = {};
  counted(subject);
  counted(subject);
  expect(count).toBe(1);
  counted({});
  expect(count).toBe(2);
});
