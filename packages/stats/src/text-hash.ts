/**
 * A hash of 32 bits that spreads similar texts evenly: FNV-1a over UTF-16 code units, finished by the mixer of
 * MurmurHash3, because FNV alone keeps the order of texts that differ in their last character. Not for secrets.
 *
 *     textHash('run-1') // 2463314387
 *
 * With the hash of one text as the seed for another it is a hash of both, without putting them together.
 *
 * G. Fowler, L. C. Noll, K.-P. Vo, "The FNV non-cryptographic hash algorithm" (RFC 9923); A. Appleby, MurmurHash3.
 */
export function textHash(text: string, seed: number = 0x811c9dc5): number {
  let hash = seed;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
