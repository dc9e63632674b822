import { testPlugin } from '@faultline/plugin-testkit';
import schedule from './index.ts';

testPlugin(schedule, { folder: `${import.meta.dirname}/..`, learns: true, numRuns: 50 });
