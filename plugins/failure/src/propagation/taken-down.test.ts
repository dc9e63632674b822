import { describe, expect, it } from 'vitest';
import type { PropagationValue } from './propagation.ts';
import type { Spread } from './spread.ts';
import { takenDown } from './taken-down.ts';

const spread = (fields: Partial<Spread> = {}): Spread => ({
  stepId: 'fetch',
  executionId: 'run/fetch',
  failureType: 'timeout',
  confidence: 1,
  fate: 'fatal',
  attempts: 1,
  tookMs: 2_000,
  cause: 'fetch',
  broughtBy: [],
  path: [],
  failed: [],
  skipped: [],
  neverRan: [],
  withoutInput: [],
  contained: [],
  expectedSteps: null,
  failedMs: 2_000,
  discardedMs: 0,
  tokens: 0,
  costUsd: 0,
  ...fields,
});
const told = (root: Partial<Spread>, fields: Partial<PropagationValue> = {}): string | undefined =>
  takenDown({
    steps: 4,
    down: 1,
    wastedMs: 2_000,
    wastedTokens: 0,
    wastedUsd: 0,
    began: [{ stepId: 'fetch', failures: 1 }],
    roots: [spread(root)],
    rootsLeft: 0,
    ...fields,
  });
const stop = { stepId: 'rank', executionId: 'run/rank', because: '', passes: null, isTolerated: true } as const;

describe('takenDown', () => {
  it('names what failed, what did not run, and what it cost', () => {
    const text = told(
      { failed: ['parse'], skipped: ['rank'], neverRan: ['mail'] },
      { down: 4, wastedTokens: 900, wastedUsd: 0.25 },
    );
    expect(text).toBe(
      '"parse" failed; "rank", "mail" did not run. 4 of 4 steps did not do their work; wasted: 2 s of work, 900 tokens, 0.25 USD.',
    );
  });

  it('counts the failure itself among the effects where another step is at fault', () => {
    expect(told({ cause: 'labs', broughtBy: ['labs'] })).toMatch(/^"fetch" failed\. 1 of 4 steps did not do its work/);
  });

  it('says where it stopped, once', () => {
    expect(
      told({ withoutInput: ['rank'], contained: [{ ...stop, by: 'dependant', because: 'low criticality' }] }),
    ).toMatch(/^"rank" ran without its result; there it stopped \(low criticality\)\. /);
    expect(told({ fate: 'swallowed', contained: [{ ...stop, by: 'caller' }] })).toMatch(
      /^"rank", its caller, completed as if nothing had happened\. /,
    );
  });

  it('says where it was not stopped, though it must be', () => {
    expect(
      told({ withoutInput: ['mail', 'rank'], contained: [{ ...stop, by: 'dependant', isTolerated: false }] }),
    ).toMatch(/^"mail", "rank" ran without its result; it went unnoticed at "rank"\. /);
  });

  it('says that nothing else was hit', () => {
    expect(told({}, { wastedMs: 0 })).toBe('Nothing else. 1 of 4 steps did not do its work.');
  });

  it('tells of the failure that goes back to what broke first, and counts the other steps', () => {
    const roots = [spread({ stepId: 'pay', cause: null, failed: ['mail'] }), spread({ failed: ['parse'] })];
    const began = [
      { stepId: 'pay', failures: 1 },
      { stepId: 'fetch', failures: 1 },
    ];
    expect(told({}, { roots, began, rootsLeft: 1 })).toMatch(
      /^"parse" failed\. Failures also began in 1 other step\. /,
    );
  });

  it('counts the items of one step that failed as places of it, not as other failures', () => {
    const began = [{ stepId: 'fetch', failures: 20 }];
    expect(told({ failed: ['parse'] }, { began, rootsLeft: 15 })).toBe(
      '"parse" failed. "fetch" failed in 20 places. 1 of 4 steps did not do its work; wasted: 2 s of work.',
    );
  });

  it('has nothing to say where the failure was mended, or where there was none', () => {
    expect(told({ fate: 'recovered' })).toBeUndefined();
    expect(told({}, { roots: [] })).toBeUndefined();
  });
});
