import type { Io } from './io.ts';

/** Counts runs on standard error, for a person who waits longer than half a second. */
export function progressOf({ isInteractive, err }: Pick<Io, 'isInteractive' | 'err'>): { add(): void; end(): void } {
  const started = performance.now();
  let shownAt = started + 300;
  let runs = 0;
  let isShown = false;
  return {
    add() {
      runs++;
      const now = performance.now();
      if (!isInteractive || now - shownAt < 200) return;
      shownAt = now;
      isShown = true;
      err(`\r${runs} runs, ${((now - started) / 1000).toFixed(1)} s`);
    },
    end() {
      if (isShown) err('\r\u001b[K');
    },
  };
}
