import { describe, expect, it } from 'vitest';
import { placeGraph, reachOf } from './place-graph.ts';
import type { Window } from './window.ts';

const window = (
  calls: Readonly<Record<string, readonly string[]>>,
  needs: Readonly<Record<string, readonly string[]>> = {},
): Window => {
  const names = [...Object.entries({ ...calls, ...needs }), ...Object.entries(needs)].flatMap(([name, others]) => [
    name,
    ...others,
  ]);
  return {
    runMs: [],
    places: new Map(
      names.map((name) => [name, { steps: new Map(), runs: 0, events: new Map(), needed: new Set(needs[name]) }]),
    ),
    links: new Map(
      Object.entries(calls).map(([from, callees]) => [
        from,
        new Map(callees.map((to) => [to, { betweenMs: new Map() }])),
      ]),
    ),
  };
};
const nothingSeen = new Float64Array(5);

describe('placeGraph', () => {
  it('joins what several windows show, in order of name', () => {
    const { places, links } = placeGraph([window({ b: ['c'] }), window({ b: ['a', 'c'] })]);
    expect(places).toEqual(['a', 'b', 'c']);
    expect(links).toEqual([
      { from: 1, to: 0 },
      { from: 1, to: 2 },
    ]);
  });
});

describe('reachOf', () => {
  it('follows callees up, calls down, and needs', () => {
    const graph = placeGraph([window({ a: ['b'] }, { c: ['b'] })]);
    expect([...reachOf(graph, nothingSeen, 0)]).toEqual([1, 0.1, 0]);
    const fromB = reachOf(graph, nothingSeen, 1);
    expect(fromB[0]).toBeCloseTo(0.8, 9);
    expect(fromB[2]).toBeCloseTo(0.8, 9);
  });

  it('ends on circles, and stops where nothing was seen of it', () => {
    const circle = placeGraph([window({ a: ['b'], b: ['c'], c: ['a'] })]);
    expect(reachOf(circle, nothingSeen, 2)[0]).toBeGreaterThan(0.5);
    const chain = placeGraph([window({ a: ['b'], b: ['c'] })]);
    expect(reachOf(chain, nothingSeen, 2)[0]).toBeCloseTo(0.64, 9);
    expect(reachOf(chain, Float64Array.of(0, Math.log(0.01), 0), 2)[0]).toBe(0);
  });
});
