import type { ByteView } from './byte-view.ts';

/** A text as bytes, with the byte 0 and the room behind it that readers expect. */
export function viewOfText(text: string): ByteView & { readonly length: number } {
  const encoded = new TextEncoder().encode(text);
  const bytes = new Uint8Array(encoded.length + 64);
  bytes.set(encoded);
  return { bytes, view: new DataView(bytes.buffer), length: encoded.length };
}
