import type { Json } from '@faultline/model';
import { FaultlineError } from '../errors.ts';
import { jsonFaultOf } from './json-fault.ts';

/** Levels of arrays and objects that one value may have. */
export const deepestValue = 64;

/**
 * Parses one JSON document.
 * @throws FaultlineError FAULTLINE_TRUNCATED or FAULTLINE_NOT_JSON, with the place. The text itself is never quoted:
 * it may be private.
 */
export function parseJson(text: string, source: string, firstLine = 1): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    // The message of the engine quotes the text.
    const fault = jsonFaultOf(text);
    const where = placeOf(fault?.position, text, firstLine);
    if (fault?.isCutOff === true) throw new FaultlineError('FAULTLINE_TRUNCATED', { source, where });
    throw new FaultlineError('FAULTLINE_NOT_JSON', { source, where, formats: 'JSON and JSON Lines' });
  }
}

function placeOf(position: number | undefined, text: string, firstLine: number): string {
  if (position === undefined) return '';
  let line = firstLine;
  let lineStart = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < position; at = text.indexOf('\n', at + 1)) {
    line++;
    lineStart = at + 1;
  }
  return ` (line ${line}, column ${position - lineStart + 1})`;
}

/** Whether a value is nested deeper than `deepest` levels. Iterative: the value may be hostile. */
export function isTooDeep(value: unknown, deepest = deepestValue): boolean {
  if (typeof value !== 'object' || value === null) return false;
  let level: object[] = [value];
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > deepest) return true;
    const next: object[] = [];
    for (const container of level)
      for (const child of Object.values(container) as unknown[])
        if (typeof child === 'object' && child !== null) next.push(child);
    level = next;
  }
  return false;
}
