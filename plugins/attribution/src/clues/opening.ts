import { contentWordsOf } from './words.ts';

/** What the first message of a transcript states as the task, and what it adds, as content words. */
export interface Opening {
  readonly task: ReadonlySet<string>;
  /** How to go about it. Empty: nothing but the task. */
  readonly plan: ReadonlySet<string>;
}

const taskHeading = /^[^\n]*\b(task|question|problem|query|request)\b/i;

/**
 * A first message, taken apart by its headings: the first section whose heading speaks of a task or a question is the task,
 * what follows is how to go about it. Without such headings all of it is the task. O(size).
 *
 *     # Question           the task
 *     # Plan               how to go about it
 *     # Constraints        as well
 */
export function openingOf(text: string): Opening {
  const sections = text.split(/^#+ /m);
  const at = sections.findIndex((section, index) => index > 0 && taskHeading.test(section));
  if (at < 0) return { task: contentWordsOf(text), plan: new Set() };
  const [task = '', ...plan] = sections.slice(at).map(body);
  return { task: contentWordsOf(task), plan: contentWordsOf(plan.join('\n')) };
}

/** A section without its heading. */
const body = (section: string): string => section.replace(/^[^\n]*\n/, '');
