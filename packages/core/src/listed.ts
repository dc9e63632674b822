import { quoted } from './quoted.ts';

/** Names as a sentence lists them, each once: `"fetch", "parse" and 12 more` where there are more than are wanted. */
export function listed(names: Iterable<string>, most = 10): string {
  const distinct = [...new Set(names)];
  const shown = distinct.slice(0, most).map(quoted);
  return shown.join(', ') + (distinct.length > most ? ` and ${distinct.length - most} more` : '');
}
