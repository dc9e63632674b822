export { default, slowStep } from './slow-step.ts';
