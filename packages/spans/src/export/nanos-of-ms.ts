import { msOfNanos } from '../bytes/ms-of-nanos.ts';

/** What a fixed64 holds at most. */
const latest = 2n ** 64n - 1n;

/**
 * Milliseconds since the epoch as decimal digits of nanoseconds, as OTLP writes times: the nearest that can be written.
 * Zero stands for no time there, so what is at or before the epoch becomes 1. `isExact`: `msOfNanos` gives them back.
 */
export function nanosOfMs(ms: number): { readonly nanos: string; readonly isExact: boolean } {
  const whole = Math.floor(ms);
  const exact = BigInt(whole) * 1_000_000n + BigInt(Math.round((ms - whole) * 1e6));
  const nanos = String(exact < 1n ? 1n : exact > latest ? latest : exact);
  return { nanos, isExact: msOfNanos(nanos) === ms };
}
