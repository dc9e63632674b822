/** A generator of numbers in [0, 1), the same for the same key. Mulberry32 seeded by FNV-1a. Not for secrets. */
export function randomOf(key: string): () => number {
  // Most rules never ask: the key is hashed when the first one does.
  let state: number | undefined;
  return () => {
    state = ((state ?? hashOf(key)) + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function hashOf(key: string): number {
  let hash = 2166136261;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 16777619);
  return hash;
}
