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

  it('reads where notices go, and refuses half of a mail setting', () => {
    const { notices } = readConfig({
      CHATPULSE_PUBLIC_URL: 'https://chat.example.org/',
      CHATPULSE_STATSD: '[::1]:8125',
      CHATPULSE_SMTP_URL: 'smtp://mail.example.org:587',
      CHATPULSE_MAIL_FROM: 'Chatpulse <chat@example.org>',
      CHATPULSE_ALERT_MAIL_TO: 'a@example.org, b@example.org',
    });
    expect(notices).toMatchObject({
      publicUrl: 'https://chat.example.org',
      statsd: { host: '::1', port: 8125 },
      alertMailTo: ['a@example.org', 'b@example.org'],
      slackWebhookUrl: undefined,
    });
    expect(() => readConfig({ CHATPULSE_ALERT_MAIL_TO: 'a@example.org' })).toThrow(/CHATPULSE_SMTP_URL/);
    for (const wrong of [
      { CHATPULSE_STATSD: 'collector' },
      { CHATPULSE_SLACK_WEBHOOK_URL: 'ftp://example.org' },
      { CHATPULSE_MAIL_FROM: 'a@example.org\r\nBcc: b@example.org' },
      { CHATPULSE_CONTACT_MAIL_TO: 'nobody' },
    ])
      expect(() => readConfig(wrong)).toThrow(/Settings to correct/);
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

  it('takes servers that stand in for a platform, without encryption only on this machine', () => {
    const config = readConfig({
      CHATPULSE_CHZZK_API_URL: 'http://127.0.0.1:1',
      CHATPULSE_CHZZK_COMM_URL: 'https://chat.example.org',
      CHATPULSE_CHZZK_CHAT_URL: 'ws://[::1]:1/chat',
      CHATPULSE_SOOP_API_URL: 'http://localhost:1',
      CHATPULSE_SOOP_CHAT_URL: 'wss://chat.example.org',
    });
    expect(config).toMatchObject({
      chzzkApiUrl: 'http://127.0.0.1:1',
      chzzkCommUrl: 'https://chat.example.org',
      chzzkChatUrl: 'ws://[::1]:1/chat',
      soopApiUrl: 'http://localhost:1',
      soopChatUrl: 'wss://chat.example.org',
    });
    for (const url of ['http://example.org', 'ws://127.0.0.1:1', 'https://a:b@example.org', 'example.org'])
      expect(() => readConfig({ CHATPULSE_SOOP_API_URL: url })).toThrow(/CHATPULSE_SOOP_API_URL/);
    for (const url of ['ws://example.org', 'https://127.0.0.1:1', 'wss://a@example.org', 'chat'])
      expect(() => readConfig({ CHATPULSE_CHZZK_CHAT_URL: url })).toThrow(/CHATPULSE_CHZZK_CHAT_URL/);
  });

  it('refuses credentials in the address of the brokers, and SASL without them', () => {
    expect(() => readConfig({ CHATPULSE_LOG: 'kafka://user:secret@a:9092' })).toThrow(/CHATPULSE_LOG/);
    expect(() => readConfig({ CHATPULSE_LOG: 'kafka://a:9092', CHATPULSE_KAFKA_SASL: 'plain' })).toThrow(
      /CHATPULSE_KAFKA_SASL: needs/,
    );
  });

  it('speaks to a platform without encryption on this machine alone', () => {
    for (const url of ['http://127.0.0.1:9000', 'http://localhost:9000', 'https://youtube.example'])
      expect(readConfig({ CHATPULSE_YOUTUBE_URL: url }).youtubeUrl).toBe(url);
    for (const url of ['http://youtube.example', 'https://me:secret@youtube.example', 'youtube.example'])
      expect(() => readConfig({ CHATPULSE_YOUTUBE_URL: url })).toThrow(/CHATPULSE_YOUTUBE_URL/);
  });
});
