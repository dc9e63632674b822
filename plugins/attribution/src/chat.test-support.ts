import { viewOf, type RunView } from '@faultline/core';
import { chatRun, type ChatLine } from '@faultline/plugin-testkit';

/** A conversation, as rules see it. */
export const chat = (lines: readonly ChatLine[], id = 'chat'): RunView => viewOf(chatRun(lines, { id }));

/** Code, as messages hold it. */
export const code = (text: string): string => `\`\`\`python\n${text}\n\`\`\``;
