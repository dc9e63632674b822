// Says "N passed, N failed" from vitest's JSON and the exit codes of check, benchmarks and tests.
import { existsSync, readFileSync } from 'node:fs';

interface Results {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly { status: string; assertionResults: readonly { status: string }[] }[];
}
const [file = '', check, bench, tests] = process.argv.slice(2);
const results: Results = existsSync(file)
  ? (JSON.parse(readFileSync(file, 'utf8')) as Results)
  : { numPassedTests: 0, numFailedTests: 0, testResults: [] };

// A file that does not load has failed without a failed test in it.
const unloaded = results.testResults.filter(
  ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((one) => one.status === 'failed'),
).length;
let failed = results.numFailedTests + unloaded;
if (tests !== '0' && failed === 0) failed = 1;
for (const [name, code] of [
  ['check', check],
  ['bench', bench],
]) {
  if (code === '0') continue;
  console.log(`pnpm ${name} failed.`);
  failed += 1;
}
console.log(`${results.numPassedTests} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
