import { definePlugin } from '@faultline/core';
import { comprehensiveDiagnosticAnalysis } from './comprehensive-diagnostic-analysis.ts';

export default definePlugin({ name: 'healthcare', workflows: [comprehensiveDiagnosticAnalysis] });
