/**
 * Step types whose point is an effect on the world or the judgement of a person: an answer kept from before, or given
 * ahead of time, does not replace them.
 */
export const effectTypes = ['human', 'handoff', 'reporting', 'guardrail'] as const;
