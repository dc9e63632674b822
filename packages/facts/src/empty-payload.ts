import type { Json } from '@faultline/model';

/** Whether a payload was written down and is nothing: no value, no members, or texts in which nothing stands. */
export function isEmptyPayload(payload: Json | undefined): boolean {
  if (payload === null || isBlank(payload)) return true;
  if (typeof payload !== 'object') return false;
  const members = Object.values<Json>(payload);
  // `{ "error": null }` is an answer.
  return members.length === 0 || (members.every((one) => one === null || isBlank(one)) && members.some(isBlank));
}

const isBlank = (value: Json | undefined): boolean => typeof value === 'string' && value.trim() === '';
