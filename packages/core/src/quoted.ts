/** A name between quotes. Its own are written `\"`, so that one sees where it ends: `quoted('say "go"')` is `"say \"go\""`. */
export const quoted = (name: string): string => `"${withinQuotes(name)}"`;

/** A name that is about to stand between quotes. */
export const withinQuotes = (name: string): string => name.replaceAll('"', '\\"');
