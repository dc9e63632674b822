import { testPlugin } from '@faultline/plugin-testkit';
import attribution from './index.ts';

testPlugin(attribution, { folder: `${import.meta.dirname}/..` });
