import type { Json } from '@faultline/model';

const MOST_PIECES = 100;
/** Shorter ones are everywhere. */
const LEAST_CHARACTERS = 4;
/** A part of a long text is enough: what takes it may shorten it. */
const PART = 24;

/**
 * Pieces of a payload as they would stand in the JSON text of another one that contains them: numbers and texts, of long
 * texts the beginning, the middle and the end. The first hundred. Iterative. O(payload).
 *
 *     { "drug": "levothyroxine", "dose": 50 }   ->   levothyroxine
 */
export function payloadTraces(payload: Json): string[] {
  const pieces: string[] = [];
  const pending: Json[] = [payload];
  for (let value = pending.pop(); value !== undefined && pieces.length < MOST_PIECES; value = pending.pop()) {
    if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) pending.push(part);
    else if (typeof value === 'string') for (const part of partsOf(value)) pieces.push(part);
    else if (typeof value === 'number' && String(value).length >= LEAST_CHARACTERS) pieces.push(String(value));
  }
  return pieces;
}

function partsOf(text: string): string[] {
  const written = JSON.stringify(text).slice(1, -1);
  if (written.length < LEAST_CHARACTERS) return [];
  if (written.length <= 2 * PART) return [written];
  const middle = Math.floor((written.length - PART) / 2);
  return [written.slice(0, PART), written.slice(middle, middle + PART), written.slice(-PART)];
}
