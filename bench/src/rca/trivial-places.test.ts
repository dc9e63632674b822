import { describe, expect, it } from 'vitest';
import type { IncidentCase } from './incident-case.ts';
import { depthsFrom } from './place-figures.ts';
import { placeRankers } from './trivial-places.ts';

const before = [10, 11, 9, 10, 12];
const one: IncidentCase = {
  group: '',
  during: [],
  before: [],
  options: {},
  symptom: 'site',
  rootCause: 'table',
  figures: [
    { place: 'site', depth: 0, figures: [{ before, during: [90, 91] }] },
    {
      place: 'search',
      depth: 1,
      figures: [
        { before, during: [30, 10, 30] },
        { before, during: [40] },
      ],
    },
    { place: 'table', depth: 2, figures: [{ before, during: [20, 20] }] },
    {
      place: 'idle',
      depth: 3,
      figures: [
        { before, during: [] },
        { before: [], during: [1] },
      ],
    },
  ],
};

describe('placeRankers', () => {
  it('rank by what they are named for', () => {
    const first = Object.fromEntries(Object.entries(placeRankers).map(([name, ranker]) => [name, ranker(one)[0]]));
    expect(first).toEqual({
      'where it was noticed': 'site',
      'largest robust z': 'site',
      'most often out of range': 'search',
      'deepest with robust z > 3': 'table',
    });
  });
});

describe('depthsFrom', () => {
  it('counts calls by the shortest way, and leaves out what cannot be reached', () => {
    const callees = new Map([
      ['site', ['search', 'table']],
      ['search', ['table', 'site']],
      ['else', ['site']],
    ]);
    expect([...depthsFrom('site', callees)]).toEqual([
      ['site', 0],
      ['search', 1],
      ['table', 1],
    ]);
  });
});
