/** The first sentence of a text, without its full stop: up to one that is neither in a name nor in a number. */
export const firstSentence = (text: string): string => pattern.exec(text)?.[0] ?? text;

const pattern = /^(?:"(?:[^"\\]|\\.)*"|[^".]|\.(?=\S))*/;
