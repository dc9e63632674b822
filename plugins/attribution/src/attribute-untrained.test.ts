import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attributeUntrained } from './attribute-untrained.ts';
import { chat, code } from './chat.test-support.ts';
import { type ChatLine } from '@faultline/plugin-testkit';

const task: ChatLine = { by: 'user', type: 'human', says: 'How many lamps does the catalogue of 1998 list?' };
const opens: ChatLine = {
  by: 'Planner',
  says: 'The catalogue lists lamps by year, and the archive holds every year of it in order.',
};
const looks: ChatLine = {
  by: 'Coder',
  says: `The archive can be read by a program.\n${code('print(read_archive())')}`,
};
const runs = (says: string, hasFailed = false): ChatLine => ({ by: 'terminal', type: 'tool', says, hasFailed });
const ends: ChatLine = {
  by: 'Planner',
  says: 'The archive was read from its first page to its last, and nothing in it was left out by the program.',
};

const firstOf = (lines: readonly ChatLine[]): string => {
  const [step] = attributeUntrained(chat(lines)).steps;
  return `${step?.execution.id} ${step?.agent}: ${step?.reasons.join(', ')}`;
};

describe('whom it blames', () => {
  it('is who asked for what was refused', () => {
    expect(firstOf([task, opens, looks, runs('NameError: read_archive', true), ends])).toBe(
      'turn-2 Coder: asked for what was refused',
    );
  });
  it('is the tool itself where it was out of reach, but not for what the code did that it ran', () => {
    const asks: ChatLine = { by: 'Coder', says: 'I look into the archive.' };
    const unreachable = runs('Connection refused', true);
    const says = { by: 'Planner', says: 'It failed.' };
    expect(firstOf([task, opens, asks, unreachable, says])).toBe('turn-3 terminal: broke by itself');
    expect(firstOf([task, opens, looks, unreachable, says])).toBe('turn-2 Coder: asked for what was refused');
  });
  it('is who wrote the code, not who had it run', () => {
    const passesOn: ChatLine = { by: 'Planner', says: 'Please run what was written.', to: 'terminal' };
    expect(firstOf([task, opens, looks, passesOn, runs('NameError: read_archive', true), ends])).toBe(
      'turn-2 Coder: asked for what was refused',
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
    const lists: ChatLine = {
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
    const answers: ChatLine = { by: 'search', type: 'tool', asked: { available_only: false }, says: 'two lamps' };
    expect(firstOf([{ ...task, says: 'Which available lamps are there?' }, opens, asks, answers, ends])).toBe(
      'turn-2 Caller: turns off what the task asks for',
    );
  });
});

it('prefers the earlier of two that are equally suspect', () => {
  const failing = [looks, runs('NameError: x', true)];
  expect(
    firstOf([task, opens, ...failing, { by: 'Other', says: code('other()') }, runs('KeyError: y', true)]),
  ).toContain('turn-2 Coder');
});

describe('in a run of 130 turns', () => {
  const names = ['lamps', 'kettles', 'rivers', 'islands', 'stamps', 'bridges', 'poems', 'trains', 'clocks', 'doors'];
  const topicOf = (i: number): string =>
    `${names[i % 10]} and ${names[Math.floor(i / 10) % 10]} of shelf ${String.fromCodePoint(97 + (i % 26))}`;
  /** Who directs speaks every other turn, who acts in between. */
  const turn = (i: number): ChatLine =>
    i % 2 === 0
      ? { by: 'Orchestrator', says: `Go on with the ${topicOf(i)}, one after the other.`, to: 'Surfer' }
      : { by: 'Surfer', says: `The page about ${topicOf(i)} opened, and all of its entries are on the screen now.` };
  const long = Array.from({ length: 128 }, (_, i) => turn(i));
  const broken = [{ ...looks, by: 'Assistant' }, runs('exit code 1', true)];

  it.for([10, 60, 100])('puts among the first five the one who asked for what was refused in turn %i', (at) => {
    const { steps } = attributeUntrained(chat([task, ...long.toSpliced(at, 0, ...broken)]));
    expect(steps.slice(0, 5).map(({ agent }) => agent)).toContain('Assistant');
  });

  it('blames who acts before who directs, from the first on, where nothing else speaks for anyone', () => {
    const { steps, abstains } = attributeUntrained(chat([task, ...long]));
    expect(steps.slice(0, 5).map(({ agent, index }) => `${agent} ${index}`)).toEqual([
      'Surfer 2',
      'Orchestrator 1',
      'Surfer 4',
      'Surfer 6',
      'Surfer 8',
    ]);
    expect(abstains).toBe(true);
  });

  it('does not blame whoever says the same again and again for each time', () => {
    const loop = long.map((line) =>
      line.by === 'Surfer' ? { ...line, says: 'The same page about lamps of shelf a.' } : line,
    );
    const [first, second] = attributeUntrained(chat([task, ...loop])).steps.filter(({ agent }) => agent === 'Surfer');
    expect([first?.index, second?.index]).toEqual([2, 4]);
    expect(second?.reasons).toEqual([]);
    expect(first?.probability).toBeGreaterThan(4 * (second?.probability ?? 1));
  });
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
