/** How an id was written. */
export type IdForm = 'absent' | 'hex' | 'base64' | 'opaque';

const hex = /^[0-9a-f]+$/i;
const base64 = /^[A-Za-z0-9+/_-]+={1,2}$/;

/** How an id of so many bytes was written. OpenTelemetry calls an id of zeros invalid: it stands for none. */
export function formOfId(id: unknown, bytes: 8 | 16): IdForm {
  if (typeof id !== 'string' || id === '') return 'absent';
  if (id.length === bytes * 2 && hex.test(id)) return /^0+$/.test(id) ? 'absent' : 'hex';
  const isBase64 = id.length === (bytes === 8 ? 12 : 24) && base64.test(id);
  if (!isBase64) return 'opaque';
  return /^A+=+$/.test(id) ? 'absent' : 'base64';
}

/** The hex digits of a base64 id. */
export const hexOfBase64 = (id: string): string =>
  Array.from(atob(id.replaceAll('-', '+').replaceAll('_', '/')), (byte) =>
    byte.charCodeAt(0).toString(16).padStart(2, '0'),
  ).join('');
