/** As many places as one finding keeps: more name no one. */
const mostPlaces = 20;

/** The first places of a finding. */
export const firstPlaces = <Place>(places: readonly Place[]): readonly Place[] => places.slice(0, mostPlaces);
