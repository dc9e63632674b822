import type { Json } from '@faultline/model';
import { objectsIn, textIn } from '@faultline/spans';

/** How reports of code executors begin: of AutoGen, before and after its version 0.4, and of Magentic-One. */
const reports = [
  /^exitcode: (-?\d+) \(execution (?:succeeded|failed)\)/,
  /^The script ran, then exited with (?:an error \(POSIX|Unix) exit code: (-?\d+)/,
  /^The script ran but produced no output to console\. The (?:POSIX|Unix) exit code was: (-?\d+)/,
];

const exitCodeIn = (opening: string): string | undefined =>
  reports.map((report) => report.exec(opening)?.[1]).find((code) => code !== undefined);

/** Whether a text is what a code executor says of a run. */
export const isExecutorReport = (content: Json | undefined): boolean => exitCodeIn(openingOf(content)) !== undefined;

/**
 * Why a tool failed, if its answer begins as answers of failed tools do. Only the code is taken over: the rest of an answer
 * may be private.
 */
export function failureToldBy(content: Json | undefined): string | undefined {
  const opening = openingOf(content);
  const code = exitCodeIn(opening);
  if (code !== undefined) return code === '0' ? undefined : `The code exited with ${code}.`;
  return /^(Error|Exception|Traceback \(most recent call last\)):/.test(opening)
    ? 'The answer of the tool begins with an error.'
    : undefined;
}

/** A content is a text, or a list of parts. */
const openingOf = (content: Json | undefined): string =>
  (textIn(content) ?? textIn(objectsIn(content)[0]?.text) ?? '').slice(0, 100).trimStart();
