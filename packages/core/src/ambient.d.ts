// What both Node and browsers have and lib.es2024 does not know. Kept to what this package uses.
declare function setTimeout(callback: () => void, ms?: number): unknown;
declare const performance: { now(): number };
declare function structuredClone<T>(value: T): T;
interface AbortSignal {
  readonly aborted: boolean;
  throwIfAborted(): void;
}
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean });
  decode(bytes?: Uint8Array, options?: { stream?: boolean }): string;
}
