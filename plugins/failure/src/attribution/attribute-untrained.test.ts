import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attributeUntrained } from './attribute-untrained.ts';
import { chat, code, type Line } from './chat.test-support.ts';

const task: Line = { by: 'user', type: 'human', says: 'How many lamps does the catalogue of 1998 list?' };
const opens: Line = {
  by: 'Planner',
  says: 'The catalogue lists lamps by year, and the archive holds every year of it in order.',
};
const looks: Line = { by: 'Coder', says: `The archive can be read by a program.\n${code('print(read_archive())')}` };
const runs = (says: string, hasFailed = false): Line => ({ by: 'terminal', type: 'tool', says, hasFailed });
const ends: Line = {
  by: 'Planner',
  says: 'The archive was read from its first page to its last, and nothing in it was left out by the program.',
};

const firstOf = (lines: readonly Line[]): string => {
  const [step] = attributeUntrained(chat(lines)).steps;
  return `${step?.execution.id} ${step?.agent}: ${step?.reasons.join(', ')}`;
};

describe('whom it blames', () => {
  it('is who asked for what was refused', () => {
    expect(firstOf([task, opens, looks, runs('NameError: read_archive', true), ends])).toBe(
      'turn-2 Coder: asked for what was refused',
    );
  });
  it('is the tool itself where it was out of reach', () => {
    expect(firstOf([task, opens, looks, runs('Connection refused', true), { by: 'Planner', says: 'It failed.' }])).toBe(
      'turn-3 terminal: broke by itself',
    );
  });
  it('is who states values that nobody told', () => {
    expect(
      firstOf([task, opens, looks, runs('31 lamps'), { by: 'Planner', says: 'The catalogue lists 77 lamps.' }]),
    ).toBe('turn-4 Planner: states values that come from nowhere');
  });
  it('is who makes something up', () => {
    const guesses = {
      by: 'Guesser',
      says: 'Let us assume a hypothetical catalogue with placeholder lamps in it for now.',
    };
    expect(firstOf([task, opens, guesses, ends])).toContain('turn-2 Guesser: makes something up');
  });
  it('is who names as the cheapest what is not', () => {
    const lists: Line = {
      by: 'search',
      type: 'tool',
      asked: { sort: 'price' },
      says: [{ price: 137 }, { price: 164 }],
    };
    const cheapest = { ...task, says: 'Which is the cheapest lamp?' };
    expect(firstOf([cheapest, opens, lists, { by: 'Writer', says: 'The cheapest lamp costs 164.' }])).toBe(
      'turn-3 Writer: names as an extreme what is none',
    );
    expect(firstOf([cheapest, opens, lists, { by: 'Writer', says: 'The cheapest lamp costs 137.' }])).not.toContain(
      'Writer',
    );
  });
  it('is who turns off what the task asks for', () => {
    const asks = { by: 'Caller', says: 'I call search with available_only: false for the lamps.' };
    const answers: Line = { by: 'search', type: 'tool', asked: { available_only: false }, says: 'two lamps' };
    expect(firstOf([{ ...task, says: 'Which available lamps are there?' }, opens, asks, answers, ends])).toBe(
      'turn-2 Caller: turns off what the task asks for',
    );
  });
  it('is the planner where the plan is not about the task', () => {
    const says =
      '# Task\nCount the lamps of the catalogue.\n# Plan\nDebug the parser, then repair the broken unit tests.';
    expect(firstOf([{ by: 'Manager', says }, opens, ends])).toBe('turn-0 Manager: plans something other than the task');
  });
});

it('prefers the earlier of two that are equally suspect', () => {
  const failing = [looks, runs('NameError: x', true)];
  expect(
    firstOf([task, opens, ...failing, { by: 'Other', says: code('other()') }, runs('KeyError: y', true)]),
  ).toContain('turn-2 Coder');
});

it('abstains where nothing but wording speaks for anyone', () => {
  expect(attributeUntrained(chat([task, opens, { by: 'Other', says: 'Perhaps it is.' }])).abstains).toBe(true);
  expect(attributeUntrained(chat([task, looks, runs('NameError: x', true)])).abstains).toBe(false);
});

it('has nobody to blame where nobody acted', () => {
  expect(attributeUntrained(chat([task]))).toEqual({ steps: [], agents: [], abstains: true });
  expect(attributeUntrained(chat([]))).toEqual({ steps: [], agents: [], abstains: true });
});

it('gives probabilities that add up to 1 and fall, whatever was said', () => {
  const line = fc.record({
    by: fc.constantFrom('Planner', 'Coder', '__proto__'),
    type: fc.constantFrom('agent', 'tool', 'human', 'llm'),
    says: fc.oneof(
      fc.string(),
      fc.constantFrom('assume 77', 'Error: x', code('f()'), ''),
      fc.jsonValue({ maxDepth: 2 }),
    ) as fc.Arbitrary<string>,
    hasFailed: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
      const { steps, agents } = attributeUntrained(chat(lines));
      expect(steps).toHaveLength(lines.filter(({ type }) => type !== 'human').length);
      for (const ranked of [steps, agents]) {
        const probabilities = ranked.map(({ probability }) => probability);
        expect(probabilities).toEqual(probabilities.toSorted((a, b) => b - a));
        expect(probabilities.reduce((sum, one) => sum + one, 0)).toBeCloseTo(ranked.length === 0 ? 0 : 1, 9);
      }
    }),
  );
});
