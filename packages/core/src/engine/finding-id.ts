/** The id of a finding: what was found, and at which places. The same in every analysis of the run. */
export const findingId = (what: string, places: readonly string[]): string =>
  // Escaped, so that a place named "a+b" is not the places "a" and "b".
  `${what}@${places.map(escaped).join('+')}`;

// Hardly any has something to replace, and to look for it takes a fraction of the time.
const escaped = (place: string): string =>
  place.includes('+') || place.includes('\\') ? place.replace(/[\\+]/g, String.raw`\$&`) : place;
