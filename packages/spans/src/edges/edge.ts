import type { EdgeOrigin, Join } from '@faultline/model';

/** "`to` needed `from`", as the smallest of joins. */
export const edge = (from: string, to: string, origin: EdgeOrigin): Join => ({ from: [from], to: [to], origin });
