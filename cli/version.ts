import { readFileSync } from 'node:fs';

/** The version of the product, from package.json, which lies two folders up once built and one before. */
export const VERSION = readVersion();

function readVersion(): string {
  for (const path of ['../../package.json', '../package.json']) {
    try {
      const { name, version } = JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as {
        name?: string;
        version?: string;
      };
      if (name === 'chatpulse' && version) return version;
    } catch {
      // Not there: the other one is.
    }
  }
  return '0.0.0';
}
