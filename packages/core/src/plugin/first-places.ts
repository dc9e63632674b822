/** More places than this name no one: a finding keeps the first. */
export const mostPlaces = 100;

/** As many places as one finding keeps. */
export const firstPlaces = <Place>(places: readonly Place[]): readonly Place[] => places.slice(0, mostPlaces);
