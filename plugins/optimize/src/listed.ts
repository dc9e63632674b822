const mostNames = 5;

/** Names as a sentence lists them, each once: `"fetch", "parse" and 12 more` where there are more than five. */
export function listed(names: Iterable<string>): string {
  const distinct = [...new Set(names)];
  const shown = distinct.slice(0, mostNames).map((name) => `"${name}"`);
  return shown.join(', ') + (distinct.length > mostNames ? ` and ${distinct.length - mostNames} more` : '');
}
