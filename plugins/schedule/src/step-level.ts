import type { RunView } from '@faultline/core';
import { stepLevelOf } from '@faultline/facts';
import { fact } from '@faultline/graph';

/** By node: the execution on the level of the steps that it belongs to; -1: it stands around the steps. O(V), remembered. */
export const stepLevel = fact((run: RunView): Int32Array => stepLevelOf(run));
