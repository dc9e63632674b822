import { expect, it } from 'vitest';
import { fact, factBy } from './fact.ts';

it.for([
  ['an object', () => ({})],
  ['a list', () => []],
  ['a frozen object', () => Object.freeze({})],
] as const)('computes once for %s, also where the result is undefined', ([, made]) => {
  let count = 0;
  const counted = fact<object, undefined>(() => {
    count++;
    return undefined;
  });
  const subject = made();
  expect([counted(subject), counted(subject), count]).toEqual([undefined, undefined, 1]);
  counted(made());
  expect(count).toBe(2);
});

it('keeps the results of one fact from those of another', () => {
  const doubled = fact(({ size }: { readonly size: number }) => size * 2);
  const halved = fact(({ size }: { readonly size: number }) => size / 2);
  const subject = { size: 4 };
  expect([doubled(subject), halved(subject), doubled(subject), halved(subject)]).toEqual([8, 2, 8, 2]);
});

it('leaves no trace on the subject, and copies are computed anew', () => {
  const sizeOf = fact(({ size }: { readonly size: number }) => size);
  const subject = { size: 4 };
  sizeOf(subject);
  expect(Reflect.ownKeys(subject)).toEqual(['size']);
  expect(sizeOf({ ...subject, size: 5 })).toBe(5);
});

it('computes again after a failure', () => {
  let isBroken = true;
  const once = fact<object, number>(() => {
    if (isBroken) throw new Error('broken');
    return 1;
  });
  const subject = {};
  expect(() => once(subject)).toThrow('broken');
  isBroken = false;
  expect(once(subject)).toBe(1);
});

it('remembers per object and key, whatever the result', () => {
  let times = 0;
  const sizes = factBy((_subject: object, key: { readonly size?: number }) => {
    times++;
    return key.size;
  });
  const subject = {};
  const [none, two] = [{}, { size: 2 }];
  expect([sizes(subject, none), sizes(subject, none), sizes(subject, two), sizes(subject, two)]).toEqual([
    undefined,
    undefined,
    2,
    2,
  ]);
  expect(times).toBe(2);
  expect(sizes({}, two)).toBe(2);
  expect(times).toBe(3);
});

it('hands on what else it is given', () => {
  const sumOf = factBy((_subject: object, key: number, ...rest: readonly number[]) => key + rest.length);
  expect(sumOf({}, 1, 5, 5)).toBe(3);
});
