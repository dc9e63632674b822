import { viewOf, type RunView } from '@faultline/core';
import { baselines, type Baselines } from '@faultline/facts';
import { runSchema, type RunInput, type StepExecutionInput } from '@faultline/model';
import { seededRandom } from '@faultline/stats';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { incidentCauses } from './incident-causes.ts';

type Call = Omit<StepExecutionInput, 'startMs' | 'endMs' | 'status'> & {
  readonly at: readonly [number, number];
  readonly status?: 'failed' | 'completed';
};

function run(calls: readonly Call[], id = 'run'): RunView {
  const executions = calls.map(({ at: [startMs, endMs], ...call }) => ({
    status: 'completed' as const,
    ...call,
    startMs,
    endMs,
  }));
  const input: RunInput = {
    id,
    workflowId: 'shop',
    status: 'completed',
    startMs: 0,
    endMs: Math.max(0, ...executions.map(({ endMs }) => endMs)),
    executions,
  };
  return viewOf(runSchema.parse(input));
}

/** `shop buy` calls `cart` and `pay` in turn; `bill` asks `pay` as well. Each call has a way there and back. */
interface Times {
  readonly cart?: number;
  readonly pay?: number;
  readonly wayToCart?: number;
  readonly wayToPay?: number;
  readonly shop?: number;
}

function purchases(count: number, times: Times = {}, jitter = 0.2, seed = 1): RunView[] {
  const random = seededRandom(seed);
  const drawn = (usual: number): number => usual * Math.exp(jitter * (random() - 0.5) * 2);
  return Array.from({ length: count }, (_, index) => {
    const calls: Call[] = [];
    let now = drawn(times.shop ?? 10);
    const call = (callee: string, parentId: string, way: number, work: number): void => {
      const from = now;
      const inside = from + drawn(way) / 2;
      const until = inside + drawn(work);
      now = until + (inside - from);
      calls.push({ id: `${parentId} to ${callee}`, stepId: `POST`, parentId, at: [from, now] });
      calls.push({
        id: `${parentId} ${callee}`,
        stepId: `${callee} answer`,
        parentId: `${parentId} to ${callee}`,
        at: [inside, until],
      });
    };
    call('cart', 'shop', times.wayToCart ?? 4, times.cart ?? 30);
    call('pay', 'shop', times.wayToPay ?? 4, times.pay ?? 30);
    calls.push({ id: 'shop', stepId: 'shop buy', at: [0, now + 5] });
    const billed = now + 10;
    now = billed + 5;
    call('pay', 'bill', times.wayToPay ?? 4, times.pay ?? 30);
    calls.push({ id: 'bill', stepId: 'bill send', at: [billed, now + 5] });
    return run(calls, `${index}`);
  });
}

/** A way belongs to its caller. */
const placeOf = ({ id, stepId }: { id: string; stepId: string }): string =>
  (stepId === 'POST' ? id : stepId).split(' ')[0];

const named = (during: readonly RunView[], before = purchases(30)): string | undefined => {
  const { causes, nowhere } = incidentCauses(during, before, { placeOf });
  return nowhere > 0.5 ? undefined : causes[0]?.place;
};

/** `shop` calls `pay`, which writes that all is well. */
const paid = (id: number): Call[] => [
  { id: 'shop', stepId: 'shop buy', at: [0, 50] },
  { id: 'pay', stepId: 'pay answer', parentId: 'shop', at: [10, 40] },
  { id: 'log', stepId: 'pay wrote: paid', parentId: 'pay', at: [30 + (id % 3), 30 + (id % 3)] },
];
/** `pay` writes something else, and `shop` fails. */
const refused = (id: number): Call[] => [
  { id: 'shop', stepId: 'shop buy', at: [0, 50], status: 'failed' },
  { id: 'pay', stepId: 'pay answer', parentId: 'shop', at: [10, 40] },
  { id: 'log', stepId: 'pay wrote: no such account', parentId: 'pay', at: [30 + (id % 3), 30 + (id % 3)] },
];
const twenty = (make: (id: number) => Call[]): RunView[] =>
  Array.from({ length: 20 }, (_, id) => run(make(id), `${id}`));
const proto = (endMs: number): RunView => run([{ id: '__proto__', stepId: '__proto__', at: [0, endMs] }]);

/** A row of figures for three services: `site` needs `search`, which needs `table`. */
function row(index: number, [site, search, table]: readonly [number, number, number]): RunView {
  const execution = (id: string, latencyMs: number): StepExecutionInput => ({
    id,
    stepId: id,
    startMs: index,
    endMs: index,
    status: 'completed',
    metrics: { latencyMs },
  });
  return viewOf(
    runSchema.parse({
      id: `${index}`,
      workflowId: 'rows',
      status: 'completed',
      startMs: index,
      endMs: index,
      executions: [execution('site', site), execution('search', search), execution('table', table)],
      edges: [
        { from: 'table', to: 'search', origin: 'declared' },
        { from: 'search', to: 'site', origin: 'declared' },
      ],
    }),
  );
}
const worseOf = () => ['high'] as const;

describe('incidentCauses', () => {
  it('names nothing where runs are as before', () => {
    expect(named(purchases(30, {}, 0.2, 2))).toBeUndefined();
  });

  it('names nothing where all is a little slower, however many runs say so', () => {
    expect(named(purchases(300, { cart: 36, pay: 36, shop: 12, wayToCart: 5, wayToPay: 5 }, 0.2, 2))).toBeUndefined();
  });

  it('names who works longer', () => {
    expect(named(purchases(20, { cart: 900 }, 0.2, 2))).toBe('cart');
    expect(named(purchases(20, { shop: 900 }, 0.2, 2))).toBe('shop');
  });

  it('names who is hard to reach, not one of those who call it', () => {
    const { causes } = incidentCauses(purchases(20, { wayToPay: 2000 }, 0.2, 2), purchases(30), { placeOf });
    expect(causes[0]?.place).toBe('pay');
    expect(causes[0]?.evidence[0]).toMatchObject({ kind: 'link-time' });
    expect(causes[0]?.evidence[0]?.says).toMatch(/^The way of "POST > pay answer" took .* s, before .* ms$/);
  });

  it('names who is late on all ways to others rather than one of them', () => {
    expect(named(purchases(20, { wayToPay: 400, wayToCart: 400 }, 0.2, 2), purchases(30))).not.toBe('cart');
  });

  it('names who does otherwise, and excuses the caller that fails for it', () => {
    const { causes, nowhere } = incidentCauses(twenty(refused), twenty(paid), { placeOf });
    expect(causes[0]?.place).toBe('pay');
    expect(nowhere).toBeLessThan(0.5);
    expect(causes.find(({ place }) => place === 'shop')?.evidence[0]?.says).toBe(
      '"shop buy" failed (unknown_error) in 20 of 20 runs, before in 0 of 20',
    );
  });

  it('tells how the fault shows, and in how many runs', () => {
    const storyOf = (during: readonly RunView[]): unknown => {
      const [cause] = incidentCauses(during, purchases(30), { placeOf }).causes;
      return [cause?.place, cause?.story, cause?.evidence[0]?.shown];
    };
    expect(storyOf(purchases(20, { cart: 900 }, 0.2, 2))).toEqual(['cart', 'works-longer', { count: 20, of: 20 }]);
    expect(storyOf(purchases(20, { wayToPay: 2000 }, 0.2, 2))).toEqual(['pay', 'hard-to-reach', { count: 20, of: 20 }]);
    const half = [...twenty(refused).slice(10), ...twenty(paid).slice(10)];
    const { causes } = incidentCauses(half, twenty(paid), { placeOf });
    expect(causes[0]).toMatchObject({ place: 'pay', story: 'does-otherwise' });
    expect(causes[0]?.evidence[0]?.shown).toEqual({ count: 10, of: 20 });
  });

  it('names nobody whom it is told not to, and has probabilities that sum to 1', () => {
    const during = purchases(20, { wayToPay: 2000 }, 0.2, 2);
    const { causes, nowhere } = incidentCauses(during, purchases(30), {
      placeOf,
      canBeAtFault: (place) => place !== 'pay',
    });
    expect(causes.map(({ place }) => place)).not.toContain('pay');
    expect(causes.reduce((sum, { probability }) => sum + probability, nowhere)).toBeCloseTo(1, 9);
  });

  it('takes any names for places and steps', () => {
    const before = Array.from({ length: 10 }, () => proto(10));
    const { causes } = incidentCauses([proto(9000), proto(9000)], before);
    expect(causes.map(({ place }) => place)).toEqual(['__proto__']);
  });

  it('says nothing of no runs', () => {
    expect(incidentCauses([], [])).toEqual({ causes: [], nowhere: 1 });
  });

  it('puts runs into the order of time itself', () => {
    // What drifts from one window to the next is seen in order of time only.
    const drifting = [30, 60, 120, 240]
      .flatMap((pay) => purchases(10, { pay }))
      .map((one, index) => ({ ...one, startMs: index }));
    const during = purchases(10, { pay: 400 }, 0.2, 2);
    const shuffled = drifting.toSorted((a, b) => (a.startMs % 7) - (b.startMs % 7));
    expect(incidentCauses(during, shuffled, { placeOf })).toEqual(incidentCauses(during, drifting, { placeOf }));
  });

  it('does not depend on the order in which places are met', () => {
    const before = purchases(10);
    const during = purchases(10, { pay: 400 }, 0.2, 2);
    const usual = incidentCauses(during, before, { placeOf });
    fc.assert(
      fc.property(fc.shuffledSubarray(during, { minLength: during.length }), (shuffled) => {
        const { causes } = incidentCauses(shuffled, before, { placeOf });
        expect(causes.map(({ place }) => place)).toEqual(usual.causes.map(({ place }) => place));
        expect(causes[0]?.probability).toBeCloseTo(usual.causes[0]?.probability ?? 0, 9);
      }),
      { numRuns: 10 },
    );
  });
});

describe('incidentCauses with recorded metrics', () => {
  const random = seededRandom(3);
  const usually = (index: number): RunView => row(index, [100 + 10 * random(), 20 + 2 * random(), 5 + random()]);
  const history = Array.from({ length: 200 }, (_, index) => usually(index));
  const learned: Baselines = baselines.view(
    history.reduce((state, one) => baselines.add(state, one), baselines.empty()),
  );
  const before = [usually(300)];

  it('excuses those whose metrics are worse because of those that they need', () => {
    const during = [row(301, [160, 80, 5.5]), row(302, [170, 85, 5.4])];
    const { causes, nowhere } = incidentCauses(during, before, { learned, worseOf });
    expect(nowhere).toBeLessThan(0.5);
    expect(causes[0]?.place).toBe('search');
    expect(causes[0]?.evidence[0]?.says).toMatch(
      /^latencyMs was 8\d\.?\d* ms, usually 2\d\.?\d* ms to 2\d\.?\d* ms, and unusual 2 of 2 times$/,
    );
  });

  it('does not blame small trouble below for large trouble above', () => {
    const during = [row(301, [160, 80, 6.05]), row(302, [170, 85, 6.05])];
    expect(incidentCauses(during, before, { learned, worseOf }).causes[0]?.place).toBe('search');
  });

  it('takes what was as unusual just before for no news', () => {
    const figures = [160, 80, 5.5] as const;
    expect(
      incidentCauses([row(301, figures), row(302, figures)], [row(300, figures)], { learned, worseOf }).nowhere,
    ).toBeGreaterThan(0.5);
  });

  it('looks for what is worse only where it is told so', () => {
    const during = [row(301, [40, 8, 2]), row(302, [40, 8, 2])];
    expect(incidentCauses(during, before, { learned, worseOf }).nowhere).toBeGreaterThan(0.5);
    expect(incidentCauses(during, before, { learned }).nowhere).toBeLessThan(0.5);
  });
});
