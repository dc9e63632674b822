import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countFailedRun, countFailure, failedRunsIn, failureTypesIn, mergeFailures } from './failure-counts.ts';

const counted = (types: readonly string[]) => {
  const counts = { failures: {}, otherFailures: 0, failedRuns: {}, otherFailedRuns: 0 };
  for (const type of types) countFailure(counts, type);
  for (const type of new Set(types)) countFailedRun(counts, type);
  return counts;
};
const numbered = fc.nat(60).map((number) => `error ${number}`);

describe('failure counts', () => {
  it('are kept by type, whatever it is called', () => {
    const types = ['timeout', '__proto__', 'timeout', 'other'];
    expect(failureTypesIn(counted(types))).toEqual(
      new Map([
        ['timeout', 2],
        ['__proto__', 1],
        ['other', 1],
      ]),
    );
  });

  it('are whole for 32 types, and those of all further types together', () => {
    const types = Array.from({ length: 40 }, (_, at) => `error ${String(at).padStart(2, '0')}`);
    const known = failureTypesIn(counted([...types, ...types].toReversed()));
    expect([
      known.size,
      known.get('error 00'),
      known.get('error 31'),
      known.get('error 32'),
      known.get('other'),
    ]).toEqual([33, 2, 2, undefined, 16]);
  });

  it('count runs apart from attempts', () => {
    expect(failedRunsIn(counted(['timeout', 'timeout', '__proto__', 'timeout']))).toEqual({
      byType: new Map([
        ['timeout', 1],
        ['__proto__', 1],
      ]),
      ofOtherTypes: 0,
    });
    const { byType, ofOtherTypes } = failedRunsIn(counted(Array.from({ length: 40 }, (_, at) => `error ${at}`)));
    expect([byType.size, ofOtherTypes]).toEqual([32, 8]);
  });

  it('are the same for two halves put together', () => {
    fc.assert(
      fc.property(fc.array(numbered, { maxLength: 200 }), fc.array(numbered, { maxLength: 200 }), (one, other) => {
        const merged = counted(one);
        mergeFailures(merged, counted(other));
        const { failures, otherFailures } = counted([...one, ...other]);
        expect(merged).toMatchObject({ failures, otherFailures });
        const turned = counted(other);
        mergeFailures(turned, counted(one));
        expect(turned).toEqual(merged);
      }),
    );
  });
});
