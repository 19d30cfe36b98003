import { describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';

describe('readConfig', () => {
  it('has a default for everything that is not secret', () => {
    expect(readConfig({})).toMatchObject({ host: '127.0.0.1', port: 8080, token: undefined, origins: [] });
  });

  it('names every wrong setting in one message, and no value', () => {
    const wrong = {
      CHATPULSE_PORT: '70000',
      CHATPULSE_TOKEN: 'short',
      CHATPULSE_ORIGINS: 'not an origin',
      CHATPULSE_LOG_LEVEL: 'loud',
      CHATPULSE_LOG: 'postgres://x',
      CHATPULSE_PROT: '1',
    };
    let message = '';
    try {
      readConfig(wrong);
    } catch (error) {
      message = error instanceof Error ? error.message : '';
    }
    for (const name of Object.keys(wrong)) expect(message).toContain(name);
    expect(message).not.toContain('short');
  });

  it('ignores the rest of the environment', () => {
    expect(readConfig({ PATH: '/bin', CHATPULSE_PORT: '0' }).port).toBe(0);
  });
});
