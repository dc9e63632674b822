import { expect, it } from 'vitest';
import { placeText, reasonsText } from './candidate-text.ts';
import type { Clue } from './clue.ts';

const clue = (says: string, isFinding: boolean, asRoot = 1): Clue => ({
  node: 0,
  says,
  asRoot,
  asVictim: 0,
  evidence: isFinding ? [{ type: 'finding', findingId: 'acme/slow:1' }] : [],
});
const of = (...clues: readonly Clue[]): string =>
  reasonsText({ place: { kind: 'step', stepId: 'fetch "v2.1". All', item: 0 }, clues });

it('speaks of the place as "it", in the first sentence of a finding', () => {
  const name = JSON.stringify('fetch "v2.1". All');
  expect(of(clue(`Step ${name} took 1.5 s; usual are 0.2 s. None took as long.`, true))).toBe(
    'it took 1.5 s; usual are 0.2 s',
  );
});

it('leaves a finding about another step its subject', () => {
  expect(of(clue('Step "rank" was given nothing.', true))).toBe('step "rank" was given nothing');
  expect(of(clue('GPU memory ran out.', true))).toBe('GPU memory ran out');
});

it('gives the two weightiest reasons, and says so where there is none', () => {
  expect(of(clue('was slow', false), clue('was late', false), clue('was odd', false))).toBe('it was slow; it was late');
  expect(of(clue('was skipped', false, -1))).toBe('it shows little itself, what came after it does');
  expect(of()).toBe('it shows nothing itself, what came after it does');
});

it('numbers an item', () => {
  expect(placeText({ kind: 'step', stepId: 'fetch', item: 2 })).toBe('step "fetch" #2');
});

it('speaks of two clocks as of several', () => {
  const place = { kind: 'clocks', name: '"a" and "b"', users: [] } as const;
  expect(placeText(place)).toBe('the clocks "a" and "b"');
  expect(reasonsText({ place, clues: [clue('differ by 45 s', false)] })).toBe('they differ by 45 s');
});
