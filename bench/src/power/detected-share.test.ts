import { expect, it } from 'vitest';
import { detectedShare } from './detected-share.ts';

it('detectedShare counts what exceeds the threshold that leaves the given share of usual cases above it', () => {
  const usual = Array.from({ length: 100 }, (_, index) => index);
  expect(detectedShare(usual, [90, 94.5, 97, 200], 0.05)).toBe(0.75);
  expect(detectedShare(usual, [90, 93.5, 97, 200], 0.05)).toBe(0.5);
  expect(detectedShare([1, 2, 3, 4], [3, 9], 0.25)).toBe(0.5);
});

it('detectedShare shares out ties, so that equal scores detect as much as they alarm', () => {
  expect(detectedShare([1, 1, 1, 1], [1, 1], 0.25)).toBe(0.25);
  expect(detectedShare([1, 1, 2, 2], [2, 2], 0.25)).toBe(0.5);
  expect(detectedShare([1, 1, 2, 2], [3, 0], 0.25)).toBe(0.5);
});
