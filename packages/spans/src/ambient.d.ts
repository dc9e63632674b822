/** What every JavaScript runtime has beyond the language itself. */

declare class TextDecoder {
  constructor(encoding?: string, options?: { readonly ignoreBOM?: boolean });
  decode(bytes?: Uint8Array): string;
}
