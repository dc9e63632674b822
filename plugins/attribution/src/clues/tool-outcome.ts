/**
 * How a tool answered. `refused`: it failed over what it was asked (a wrong argument, code that does not run), which is its
 * caller's doing. `broken`: it failed by itself (a timeout, a service out of reach). `empty`: it found or printed nothing.
 * `idle`: there was nothing for it to do.
 */
export type ToolOutcome = 'fine' | 'empty' | 'idle' | 'refused' | 'broken';

const idle = /\b(no code|nothing to (?:do|run|execute))\b/i;
const broken =
  /\b(timed? ?out|timeout|connection(?:error| refused| reset| aborted)?|unreachable|service unavailable|temporarily unavailable|rate limit(?:ed)?|quota|too many requests|internal server error|bad gateway|50[0234]|429|max retries)\b/i;
const failedText = /\b(error|exception|traceback|execution failed|failed|invalid|requires|missing)\b/i;
const emptyAnswer =
  /^(?:exitcode: 0 \(execution succeeded\)\s*)?(?:code )?(?:output|result)?:?\s*(?:none|null|nan|\[\s*\]|\{\s*\}|""|''|0 results?|no results?[^\n]*)?\s*$/i;
const nothingFound =
  /\b(no (?:results?|matches|data|information)\b|not found|could not (?:find|locate)|none of|empty dataframe)/i;

/** How a tool answered, by its status and the opening of its answer. O(1): 4,000 characters are read. */
export function toolOutcome(said: string, hasFailed: boolean): ToolOutcome {
  const opening = said.slice(0, 4000);
  if (hasFailed) return broken.test(opening) ? 'broken' : 'refused';
  if (idle.test(opening.slice(0, 200))) return 'idle';
  if (emptyAnswer.test(opening.trim())) return 'empty';
  if (opening.length < 600 && failedText.test(opening)) return broken.test(opening) ? 'broken' : 'refused';
  return opening.length < 1500 && nothingFound.test(opening) ? 'empty' : 'fine';
}
