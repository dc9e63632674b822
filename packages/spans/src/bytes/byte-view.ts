/** Bytes, and the same bytes as words. */
export interface ByteView {
  readonly bytes: Uint8Array;
  readonly view: DataView;
}
