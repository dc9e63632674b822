/**
 * A change to a workflow, in terms of its steps. A step stands for all its executions: attempts, items, loop rounds. What
 * is done to the time of an execution is done to everything below it.
 */
export type Edit =
  /** Takes `factor` times as long. Several factors on one step multiply. */
  | { readonly kind: 'scale'; readonly stepId: string; readonly factor: number }
  /** Takes `durationMs`, each time. */
  | { readonly kind: 'replace'; readonly stepId: string; readonly durationMs: number }
  /** The share `hitRate` of its items is answered from a cache, which takes `hitCostMs` (default 0) and needs no retry. */
  | { readonly kind: 'cache'; readonly stepId: string; readonly hitRate: number; readonly hitCostMs?: number }
  /** `to` waits for `from`, or no longer does. */
  | { readonly kind: 'add-edge' | 'drop-edge'; readonly from: string; readonly to: string }
  /** So much of a resource there is. */
  | { readonly kind: 'pool'; readonly resource: string; readonly capacity: number }
  /** What each execution holds of resources, by name; those that are not named stay. */
  | { readonly kind: 'resources'; readonly stepId: string; readonly requirements: Readonly<Record<string, number>> }
  /** So many attempts at most, the first included. */
  | { readonly kind: 'retries'; readonly stepId: string; readonly maxAttempts: number; readonly backoffMs?: number }
  /** An attempt that takes longer fails at the limit. */
  | { readonly kind: 'timeout'; readonly stepId: string; readonly timeoutMs: number };
