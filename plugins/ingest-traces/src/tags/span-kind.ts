import type { Json } from '@faultline/model';
import { SPAN_KIND, textIn } from '@faultline/spans';

const kinds: ReadonlyMap<string, number> = new Map(Object.entries(SPAN_KIND));

/** The kind of a span by its name in either case; unspecified where it is none. */
export const spanKindNamed = (name: Json | undefined): number =>
  kinds.get(textIn(name)?.toLowerCase() ?? '') ?? SPAN_KIND.unspecified;
