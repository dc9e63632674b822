import { z } from 'zod';
import { FaultlineError } from '../errors.ts';
import type { Options } from './rule.ts';

/**
 * The options of a rule, section, ingester or reporter, with defaults filled in.
 * @throws FaultlineError FAULTLINE_RULE_OPTIONS, with what is wrong.
 */
export function checkedOptions<O extends Options>(
  { id, options }: { readonly id: string; readonly options: O },
  given: object = {},
): z.output<O> {
  const parsed = options.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new FaultlineError('FAULTLINE_RULE_OPTIONS', { rule: id, problem: z.prettifyError(parsed.error) });
}
