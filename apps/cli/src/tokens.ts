import type { InjectionToken } from 'tsyringe';
import type { AnalysisEngine, Plugin } from '@faultline/core';
import type { Config } from '@faultline/core/node';
import type { Io } from './io.ts';

/** What the commands are given. Tokens, because transforms emit no reliable metadata for types. */
export const IO: InjectionToken<Io> = Symbol.for('faultline.Io');
export const CONFIG: InjectionToken<Config> = Symbol.for('faultline.Config');
/** One list: a token registered several times in a child container would hide those of its parent. */
export const PLUGINS: InjectionToken<readonly Plugin[]> = Symbol.for('faultline.Plugins');
export const ENGINE: InjectionToken<AnalysisEngine> = Symbol.for('faultline.Engine');
