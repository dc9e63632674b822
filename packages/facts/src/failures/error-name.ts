import type { StepExecution } from '@faultline/model';

/**
 * The name under which the program recorded an error, such as `PermissionDenied`. `undefined`: there is none, or it may be a text,
 * or hold a number of somebody.
 */
export function errorNameOf({ error }: StepExecution): string | undefined {
  const name = /^[A-Za-z_$][\w.$/]*(?=$|:)/.exec(error?.type ?? '')?.[0];
  return name === undefined || name.length > mostLetters || /\d{4}/.test(name) ? undefined : name;
}

const mostLetters = 60;
