import { z } from 'zod';

/** The schema of a list of which only the first rows are told, and how many there are. */
export const listedSchema = <Row extends z.ZodType>(row: Row) =>
  z.strictObject({ count: z.int(), first: z.array(row) });

/** The first rows of a list, and how many it has. */
export function listed<Row>(rows: Row[], limit: number): { count: number; first: Row[] } {
  return { count: rows.length, first: rows.length > limit ? rows.slice(0, limit) : rows };
}
