import type { FailureRoot } from '@faultline/facts';

/** Attempts at a call may fail of several things, each for itself: what is left of them is the failure of the last. */
export const lastOfEachCall = (roots: readonly FailureRoot[]): readonly FailureRoot[] => [
  ...new Map(roots.map((root) => [root.outermost, root])).values(),
];
