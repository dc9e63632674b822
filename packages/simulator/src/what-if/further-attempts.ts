import type { AttemptRecord } from './attempt-record.ts';

/** One way further attempts may go. */
export interface FurtherAttempts {
  readonly probability: number;
  /** What they take together, with the pauses before them. */
  readonly extraMs: number;
  /** Whether the last of them succeeds. */
  readonly isSuccess: boolean;
}

/**
 * How further attempts go: success at once, at the second, and so on, or never. As often, and as long, as attempts at the
 * step went before. O(attempts), and no more than it takes until what is left weighs nothing.
 *
 *     success in 0.5, at most 2   ->   success 0.5, failure and success 0.25, two failures 0.25
 */
export function furtherAttempts(
  { successRate, completedMs, failedMs, backoffMs: usualMs }: AttemptRecord,
  most: number,
  backoffMs = usualMs,
): readonly FurtherAttempts[] {
  const failureMs = backoffMs + failedMs;
  if (successRate === 0) return [{ probability: 1, extraMs: most * failureMs, isSuccess: false }];
  const ways: FurtherAttempts[] = [];
  let left = 1;
  for (let failures = 0; failures < most && left > negligible; failures++) {
    ways.push({
      probability: left * successRate,
      extraMs: failures * failureMs + backoffMs + completedMs,
      isSuccess: true,
    });
    left *= 1 - successRate;
  }
  ways.push({ probability: left, extraMs: most * failureMs, isSuccess: false });
  return ways;
}

const negligible = 1e-9;
