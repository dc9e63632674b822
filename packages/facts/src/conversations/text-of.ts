import type { Json } from '@faultline/model';

/**
 * What a value says, as text: a text as it is; of anything else its texts, and its other members as `name: value`, in
 * order, one on each line. Iterative. O(size).
 *
 *     textOf({ content: 'Look.', limit: 3 }) // 'content: Look.\nlimit: 3'
 */
export function textOf(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  const lines: string[] = [];
  const left: [name: string, value: Json][] = [['', value]];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const [name, member] = next;
    if (member === null) continue;
    if (typeof member !== 'object') {
      lines.push(name === '' ? String(member) : `${name}: ${member}`);
      continue;
    }
    const entries = Object.entries<Json>(member).toReversed();
    for (const [key, inner] of entries) left.push([Array.isArray(member) ? name : key, inner]);
  }
  return lines.join('\n');
}
