import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import type { HealthReporterOptions } from '../../core/health/reporter.ts';
import { VERSION } from '../version.ts';

/** This run of this process: `<role>-<eight hex digits>`. */
export function processIdentity(role: string, now: number): HealthReporterOptions['process'] {
  return {
    processId: `${role}-${randomBytes(4).toString('hex')}`,
    role,
    host: hostname(),
    version: VERSION,
    startedAt: now,
  };
}
