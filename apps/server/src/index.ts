import 'reflect-metadata';
export { serve, type Serving } from './serve.ts';
export { buildServer } from './build-server.ts';
export { compose, type ComposeOptions } from './compose.ts';
