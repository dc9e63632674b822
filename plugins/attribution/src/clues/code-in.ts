const fence = /```[^\n]*\n([\s\S]*?)(?:```|$)/g;

/** The code of a message: what stands in fences, blocks joined. Empty: none. O(size). */
export const codeIn = (text: string): string => Array.from(text.matchAll(fence), ([, code = '']) => code).join('\n');

/** A message without its code. O(size). */
export const proseIn = (text: string): string => text.replaceAll(fence, '\n');
