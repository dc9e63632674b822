/**
 * Parts of a name that are new in every run: a UUID, a ULID, hex of eight digits or more in which letters and digits are
 * mixed, hex of sixteen or more, decimal numbers of six digits or more. Shorter ones belong to the name: `gpt-4-0613`.
 */
const idPatterns = [
  '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}',
  '[0-7][0-9a-hjkmnp-tv-z]{25}',
  '(?=[a-f]*[0-9])(?=[0-9]*[a-f])[0-9a-f]{8,}',
  '[0-9a-f]{16,}',
  '[0-9]{6,}',
];
const ids = new RegExp(`(?<![0-9a-z])(?:${idPatterns.join('|')})(?![0-9a-z])`, 'gi');

/** A name that is the same in every run: ids in it become `*`. `"task-550e8400-e29b-..."` is `"task-*"`. */
export function withoutIds(name: string): string {
  const stable = name.replace(ids, '*').trim();
  return stable === '' ? 'unnamed' : stable;
}
