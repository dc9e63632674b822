import { rootCause } from './root-cause/root-cause.ts';
import { ignoredToolResult } from './conduct/ignored-tool-result.ts';
import { loop } from './conduct/loop.ts';
import { prematureEnd } from './conduct/premature-end.ts';
import { policyViolation } from './contracts/policy-violation.ts';
import { silentFailure } from './contracts/silent-failure.ts';
import { repeatedWrongArguments } from './retries/repeated-wrong-arguments.ts';
import { retryStorm } from './retries/retry-storm.ts';
import { failedStep } from './roots/failed-step.ts';
import { swallowedError } from './roots/swallowed-error.ts';
import { unresolvedError } from './roots/unresolved-error.ts';
import { cascadingFailure } from './spread/cascading-failure.ts';
import { cascadingTimeout } from './spread/cascading-timeout.ts';

/** The rules about what broke, in the order of their pages. */
export const failureRules = [
  // Of everything together.
  rootCause,
  // Where it began: every failure that no other explains is told by one of these.
  failedStep,
  swallowedError,
  unresolvedError,
  // How it spread.
  cascadingFailure,
  cascadingTimeout,
  // Tried again in vain.
  retryStorm,
  repeatedWrongArguments,
  // What failed without failing.
  silentFailure,
  policyViolation,
  // How agents behave.
  loop,
  prematureEnd,
  ignoredToolResult,
] as const;
