import type { InjectionToken } from 'tsyringe';
import type { AnalysisEngine, History, Plugin } from '@faultline/core';
import type { Config } from '@faultline/core/node';

/** What the routes are given. */
export const CONFIG: InjectionToken<Config> = Symbol.for('faultline.server.Config');
/** One list: a token registered several times in a child container would hide those of its parent. */
export const PLUGINS: InjectionToken<readonly Plugin[]> = Symbol.for('faultline.server.Plugins');
export const ENGINE: InjectionToken<AnalysisEngine> = Symbol.for('faultline.server.Engine');
/** What earlier runs have taught, checked once at the start. */
export const HISTORY: InjectionToken<History> = Symbol.for('faultline.server.History');
