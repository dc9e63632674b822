import type { Json } from '@faultline/model';
import { textIn } from '@faultline/spans';
import { timeMsOf } from '../time-ms.ts';

/** Where a run stands among the runs of its trace. */
export interface DottedOrder {
  readonly id: string;
  readonly traceId: string;
  /** Empty: a root. */
  readonly parentId: string;
  /** NaN: not told. */
  readonly startMs: number;
}

const part = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{0,9})Z(.+)$/;

/**
 * Reads `dotted_order`: start and id of each ancestor, then of the run itself. `undefined`: it is none.
 *
 *     20241013T070538291001Zaaaa.20241013T070539000002Zbbbb   bbbb in aaaa, since 07:05:39.000002
 */
export function dottedOrderIn(value: Json | undefined): DottedOrder | undefined {
  const parts = (textIn(value) ?? '').split('.').map((text) => part.exec(text));
  const [first] = parts;
  const own = parts.at(-1);
  if (first === null || first === undefined || own === null || own === undefined) return undefined;
  const [, year, month, day, hour, minute, second, decimals = ''] = own;
  return {
    id: own[8] ?? '',
    traceId: first[8] ?? '',
    parentId: parts.at(-2)?.[8] ?? '',
    startMs: timeMsOf(`${year}-${month}-${day}T${hour}:${minute}:${second}.${decimals.padEnd(1, '0')}Z`),
  };
}
