import type { Json } from '@faultline/model';
import { objectsIn, textIn } from '@faultline/spans';

/** The first line of AutoGen's code executor. */
const exitCode = /^exitcode: (-?\d+) \(execution (succeeded|failed)\)/;

/** Whether a text is what a code executor says of a run. */
export const isExecutorReport = (content: Json | undefined): boolean => exitCode.test(openingOf(content));

/**
 * Why a tool failed, if its answer begins as answers of failed tools do. Only the code is taken over: the rest of an answer
 * may be private.
 */
export function failureToldBy(content: Json | undefined): string | undefined {
  const opening = openingOf(content);
  const code = exitCode.exec(opening)?.[1];
  if (code !== undefined) return code === '0' ? undefined : `The code exited with ${code}.`;
  return /^(Error|Exception|Traceback \(most recent call last\)):/.test(opening)
    ? 'The answer of the tool begins with an error.'
    : undefined;
}

/** A content is a text, or a list of parts. */
const openingOf = (content: Json | undefined): string =>
  (textIn(content) ?? textIn(objectsIn(content)[0]?.text) ?? '').slice(0, 100).trimStart();
