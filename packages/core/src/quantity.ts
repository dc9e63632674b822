import type { Unit } from '@faultline/model';

/**
 * A number with its unit, to three digits: `1234, 'ms'` is "1.23 s".
 * English and without a locale, so that findings compare byte by byte; reporters may format `data` their own way.
 */
export function formatQuantity(value: number, unit: Unit): string {
  switch (unit) {
    case 'ms':
      return formatDuration(value);
    case 'usd':
      return `${rounded(value)} USD`;
    case 'mib':
      return `${rounded(value)} MiB`;
    case 'cores':
      return counted(value, 'core');
    case 'gpus':
      return counted(value, 'GPU');
    case 'share':
      return formatShare(value);
    case 'ratio':
      return `${rounded(value)}x`;
    case 'tokens':
      return counted(value, 'token');
    case 'count':
      return rounded(value);
  }
}

/** Smaller shares are as good as nothing, but not nothing: their digits would say more than anybody knows. */
const leastShare = 0.0001;
/** Greater ones are as good as all, but not all. */
const mostShare = 0.9995;

function formatShare(share: number): string {
  const isTiny = share !== 0 && Math.abs(share) < leastShare;
  if (isTiny) return `${share < 0 ? 'above -' : 'under '}0.01 %`;
  return share >= mostShare && share < 1 ? 'over 99.9 %' : `${rounded(share * 100)} %`;
}

function formatDuration(ms: number): string {
  if (ms < 0) return `-${formatDuration(-ms)}`;
  if (ms === 0) return '0 ms';
  if (ms < 0.9995) return `${rounded(ms * 1000)} us`;
  if (ms < 999.5) return `${rounded(ms)} ms`;
  if (ms < 59_950) return `${rounded(ms / 1000)} s`;
  // Tenths of a second as long as they are more than a thousandth of the whole.
  const tenths = Math.round(ms / 100);
  if (tenths < 6000) return joined(Math.floor(tenths / 600), 'min', (tenths % 600) / 10, 's');
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return joined(Math.floor(seconds / 60), 'min', seconds % 60, 's');
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1440) return joined(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
  const hours = Math.round(ms / 3_600_000);
  return joined(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

const joined = (large: number, largeUnit: string, small: number, smallUnit: string): string =>
  small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;

/** Three significant digits, but integers whole: 59.7, 0.00123, 1800. */
function rounded(value: number): string {
  if (Number.isInteger(value)) return String(value);
  return Math.abs(value) >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
}

function counted(value: number, noun: string): string {
  const count = rounded(value);
  return `${count} ${noun}${count === '1' ? '' : 's'}`;
}
