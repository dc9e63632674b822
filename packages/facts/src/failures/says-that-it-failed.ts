import type { Json } from '@faultline/model';

/** Longer payloads are looked at up to here. */
const MOST_CHARACTERS = 20_000;

const words =
  /\b(error|errors|fail|fails|failed|failure|exception|traceback|unable|unavailable|timed? ?-?out|unsuccessful|could ?n[o']t|could not|cannot|can't|sorry|not available|no access)\b/i;

/**
 * Whether a payload speaks of a failure, in whatever way. Errs towards yes: it is asked before somebody is accused of
 * silence. O(payload), up to a limit.
 */
export function saysThatItFailed(payload: Json | undefined): boolean {
  if (payload === undefined) return false;
  const text = typeof payload === 'string' ? payload : JSON.stringify(payload);
  return words.test(text.slice(0, MOST_CHARACTERS));
}
