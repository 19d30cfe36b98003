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

  it('takes the settings that the test servers print beside its own', () => {
    expect(readConfig({ CHATPULSE_TEST_KAFKA: '127.0.0.1:9092', CHATPULSE_PORT: '0' }).port).toBe(0);
    expect(() => readConfig({ CHATPULSE_TESTS: '1' })).toThrow(/CHATPULSE_TESTS/);
  });

  it('ignores the rest of the environment', () => {
    expect(readConfig({ PATH: '/bin', CHATPULSE_PORT: '0' }).port).toBe(0);
  });

  it('reads where the servers are, and keeps embedded what is not named', () => {
    const config = readConfig({
      CHATPULSE_LOG: 'kafka://a:9092,b:9093',
      CHATPULSE_KAFKA_SASL: 'scram-sha-256',
      CHATPULSE_KAFKA_USERNAME: 'user',
      CHATPULSE_KAFKA_PASSWORD: 'secret',
      CHATPULSE_KAFKA_TLS: 'true',
      CHATPULSE_ARCHIVE: 'mongodb://127.0.0.1:27017/chat',
      CHATPULSE_METRICS: 'embedded:',
    });
    expect(config.log).toEqual({
      kind: 'kafka',
      brokers: ['a:9092', 'b:9093'],
      tls: true,
      sasl: { mechanism: 'scram-sha-256', username: 'user', password: 'secret' },
    });
    expect(config.archive).toEqual({ kind: 'mongodb', url: 'mongodb://127.0.0.1:27017/chat' });
    expect(config.metrics).toEqual({ kind: 'embedded' });
    expect(readConfig({}).log).toEqual({ kind: 'embedded' });
  });

  it('refuses credentials in the address of the brokers, and SASL without them', () => {
    expect(() => readConfig({ CHATPULSE_LOG: 'kafka://user:secret@a:9092' })).toThrow(/CHATPULSE_LOG/);
    expect(() => readConfig({ CHATPULSE_LOG: 'kafka://a:9092', CHATPULSE_KAFKA_SASL: 'plain' })).toThrow(
      /CHATPULSE_KAFKA_SASL: needs/,
    );
  });
});
