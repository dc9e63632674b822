import type { Json } from '@faultline/model';

/** One text, a list of texts, or a JSON text of such a list. */
export function textsIn(value: Json | undefined): readonly string[] {
  if (value === undefined || value === '') return none;
  if (typeof value === 'number') return [String(value)];
  if (typeof value === 'string' && !value.startsWith('[')) return [value];
  const list = typeof value === 'string' ? listIn(value) : value;
  return Array.isArray(list) ? list.filter((text) => typeof text === 'string') : [];
}

const none: readonly string[] = [];

function listIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return [text];
  }
}
