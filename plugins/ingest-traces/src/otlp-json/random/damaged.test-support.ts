import type { Random } from './choices.test-support.ts';

/** The same bytes with one to three of them changed, cut off, removed or put in. */
export function damaged(bytes: Uint8Array, random: Random): Uint8Array {
  const below = (limit: number): number => Math.floor(random() * limit);
  const marks = '{}[]",:\\ 0a-.\n\0'.split('').map((mark) => mark.charCodeAt(0));
  const list = [...bytes];
  for (let count = 1 + below(3); count > 0; count--) {
    const at = below(list.length);
    const byte = random() < 0.7 ? (marks[below(marks.length)] ?? 0) : below(256);
    switch (below(5)) {
      case 0:
        list.length = at;
        break;
      case 1:
        list.splice(at, 1 + below(3));
        break;
      case 2:
        list.splice(at, 0, byte);
        break;
      default:
        list[at] = byte;
    }
  }
  return Uint8Array.from(list);
}
