import { mostPlaces } from '@faultline/core';

/** Adds a place to those of one finding, unless it has enough or was the last to be added. */
export function addPlace<Place>(places: Place[], place: Place): void {
  if (places.length < mostPlaces && places.at(-1) !== place) places.push(place);
}
