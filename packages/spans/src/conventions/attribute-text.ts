import type { Json } from '@faultline/model';

/** A text that says something. */
export const textIn = (value: Json | undefined): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** A name or number by which something is called. */
export const labelIn = (value: Json | undefined): string | undefined =>
  typeof value === 'number' ? String(value) : textIn(value);
