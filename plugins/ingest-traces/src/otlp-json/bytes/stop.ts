import { extentEnd, spaceEnd, type ByteWindow } from '@faultline/spans';

/** The document is not what its reader expects, and may not be JSON at all. */
export const DEPARTS = -1;
/** The window ends too early. */
export const CUT = -2;
/** It is time to hand out what was read. */
export const PAUSED = -3;

/** Why the member at `at` could not be read: it goes on beyond the window, or it is not JSON, or nested too deep. */
export function stopAt({ bytes, limit }: ByteWindow, at: number): typeof CUT | typeof DEPARTS {
  const end = extentEnd(bytes, at, limit);
  const colon = spaceEnd(bytes, end);
  if (end >= limit || colon >= limit) return CUT;
  const value = spaceEnd(bytes, colon + 1);
  return value >= limit || extentEnd(bytes, value, limit) >= limit ? CUT : DEPARTS;
}
