/** More places than this name no one: a finding keeps the first. */
const mostPlaces = 100;

/** As many places as one finding keeps. */
export const firstPlaces = <Place>(places: readonly Place[]): readonly Place[] => places.slice(0, mostPlaces);

/** Adds a place to those of one finding, unless it has enough or was the last to be added. */
export function addPlace<Place>(places: Place[], place: Place): void {
  if (places.length < mostPlaces && places.at(-1) !== place) places.push(place);
}
