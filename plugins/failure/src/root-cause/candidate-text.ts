import { capitalized, quoted } from '@faultline/core';
import type { Clue } from './clue.ts';
import { firstSentence } from './first-sentence.ts';
import type { RootCandidate } from './root-causes.ts';

/**
 * A place as a reader knows it: `step "fetch"`, `step "fetch" #2` of its items, `the resource "gpus"`. Items have numbers: their
 * names may be those of people.
 */
export function placeText(place: RootCandidate['place']): string {
  if (place.kind === 'clocks') return `the clocks ${place.name}`;
  if (place.kind === 'surroundings') return 'something that all steps share outside of the trace (host, load, day)';
  if (place.kind !== 'step') return `the ${place.kind} ${quoted(place.name)}`;
  return `step ${quoted(place.stepId)}${place.item === 0 ? '' : ` #${place.item}`}`;
}

/** Why it is suspected, the two weightiest reasons: `it was cancelled (cancelled)`. */
export function reasonsText({ place, clues }: Pick<RootCandidate, 'place' | 'clues'>): string {
  const reasons = clues.filter(({ asRoot }) => asRoot > 0).slice(0, 2);
  if (reasons.length === 0)
    return `it ${clues[0]?.says ? 'shows little' : 'shows nothing'} itself, what came after it does`;
  const subject = place.kind === 'step' ? `Step ${quoted(place.stepId)}` : capitalized(placeText(place));
  if (place.kind === 'clocks') return reasons.map(({ says }) => `they ${says}`).join('; ');
  return [...new Set(reasons.map((clue) => reasonText(clue, subject)))].join('; ');
}

/** Findings are sentences of their own: of these the first, about "it" where it is about the place. */
function reasonText({ says, evidence }: Clue, subject: string): string {
  if (!evidence.some(({ type }) => type === 'finding') || !says.endsWith('.')) return `it ${says}`;
  const first = firstSentence(says);
  if (first.startsWith(`${subject} `)) return `it${first.slice(subject.length)}`;
  return /^[A-Z][a-z ]/.test(first) ? first.charAt(0).toLowerCase() + first.slice(1) : first;
}
