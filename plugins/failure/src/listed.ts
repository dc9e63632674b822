import { quoted } from '@faultline/core';

const mostNames = 10;

/** Names as a sentence lists them, each once: `"fetch", "parse" and 12 more` where there are more than ten. */
export function listed(names: Iterable<string>): string {
  const distinct = [...new Set(names)];
  const shown = distinct.slice(0, mostNames).map(quoted);
  return shown.join(', ') + (distinct.length > mostNames ? ` and ${distinct.length - mostNames} more` : '');
}
