import { COMMA, extentEnd, nameEnd, spaceEnd, valueEnd, type ByteWindow } from '@faultline/spans';
import type { OpenContainers } from './open-containers.ts';

/** What is wrong with a document: it ends too early, or is no JSON, or is JSON that its reader does not expect. */
export type DocumentFault = 'cut off' | 'not JSON' | 'departs';

/** What is wrong at a place between two members or elements, after the input has ended or departed. */
export function documentFault(window: ByteWindow, place: number, open: OpenContainers): DocumentFault {
  const { bytes, limit } = window;
  let at = spaceEnd(bytes, place);
  if (at >= limit) return open.depth > 0 ? 'cut off' : 'departs';
  if (open.depth === 0) return 'not JSON';
  if (open.count > 0) {
    if (bytes[at] !== COMMA) return 'not JSON';
    at = spaceEnd(bytes, at + 1);
  }
  if (open.isList) return valueFault(window, at);
  const value = nameEnd(bytes, at);
  if (value < 0) return extentEnd(bytes, at, limit) >= limit ? 'cut off' : 'not JSON';
  return valueFault(window, value);
}

function valueFault({ bytes, limit }: ByteWindow, at: number): DocumentFault {
  if (extentEnd(bytes, at, limit) >= limit) return 'cut off';
  return valueEnd(bytes, at) < 0 ? 'not JSON' : 'departs';
}
