import type { ErrorCategory } from '@faultline/core';

/** What the exit code of the process says. Where several apply, the highest wins. */
export const exitCodes = {
  clean: 0,
  findings: 1,
  usage: 2,
  unreadable: 3,
  fault: 4,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

const codeOfCategory: Readonly<Record<ErrorCategory, ExitCode>> = {
  usage: exitCodes.usage,
  configuration: exitCodes.usage,
  input: exitCodes.unreadable,
  plugin: exitCodes.fault,
};

/** The exit code that an error of a category calls for. */
export const exitCodeOf = (category: ErrorCategory): ExitCode => codeOfCategory[category];

/** The graver of two. */
export const graver = (a: ExitCode, b: ExitCode): ExitCode => (a > b ? a : b);
