import { quoted } from '@faultline/core';

const mostNames = 10;

/** A circle as a sentence shows it: `"draft" > "review" > "draft"`. Long ones are cut short. */
export function circle(names: readonly string[]): string {
  const shown = names.slice(0, mostNames).map(quoted);
  const cut = names.length > mostNames ? ['...'] : [];
  return [...shown, ...cut, ...shown.slice(0, 1)].join(' > ');
}
