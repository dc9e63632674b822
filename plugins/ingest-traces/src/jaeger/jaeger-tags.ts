import type { Json } from '@faultline/model';
import { objectIn, objectsIn, textIn } from '@faultline/spans';

/** Tags or log fields by key. */
export interface JaegerTags {
  readonly values: Map<string, Json>;
  /** A boolean or number was written as text. */
  readonly hasTexts: boolean;
}

/** Reads `[{"key": "error", "type": "bool", "value": true}]`, or a plain object as search indexes hold it. */
export function jaegerTagsIn(tags: Json | undefined): JaegerTags {
  const plain = objectIn(tags);
  if (plain !== undefined) return { values: new Map(Object.entries(plain)), hasTexts: false };
  const values = new Map<string, Json>();
  let hasTexts = false;
  for (const { key, type, value = null } of objectsIn(tags)) {
    if (typeof key !== 'string') continue;
    const read = typeof value === 'string' ? valueOfText(value, textIn(type)) : value;
    hasTexts ||= read !== value;
    values.set(key, read);
  }
  return { values, hasTexts };
}

/** What a double cannot hold exactly stays text. */
function valueOfText(text: string, type: string | undefined): Json {
  switch (type) {
    case 'bool':
      return text === 'true' ? true : text === 'false' ? false : text;
    case 'int64':
    case 'float64': {
      const number = text.trim() === '' ? Number.NaN : Number(text);
      const isExact = type === 'float64' ? Number.isFinite(number) : Number.isSafeInteger(number);
      return isExact ? number : text;
    }
    default:
      return text;
  }
}
