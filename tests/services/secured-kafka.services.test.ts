import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runCommand } from '../faults/server-process.ts';
import { startKafka, type RunningKafka } from './kafka.ts';

const PASSWORD = 'the-right-one';
const folder = mkdtempSync(join(tmpdir(), 'chatpulse-secured-'));
const certificate = join(folder, 'certificate.pem');
let kafka: RunningKafka;

beforeAll(async () => {
  const keystore = join(folder, 'keystore.p12');
  const openssl = (...args: string[]): unknown => execFileSync('openssl', args, { stdio: 'pipe' });
  const key = join(folder, 'key.pem');
  openssl(
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost'],
    ...['-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', certificate],
  );
  openssl(
    'pkcs12',
    '-export',
    '-in',
    certificate,
    '-inkey',
    key,
    '-passout',
    'pass:changeit',
    '-out',
    keystore,
  );
  const users = `org.apache.kafka.common.security.plain.PlainLoginModule required username="broker" password="b" user_broker="b" user_chatpulse="${PASSWORD}";`;
  kafka = await startKafka({
    dir: join(folder, 'kafka'),
    settings: {
      'listener.security.protocol.map': 'PLAINTEXT:SASL_SSL,CONTROLLER:PLAINTEXT',
      'sasl.enabled.mechanisms': 'PLAIN',
      'sasl.mechanism.inter.broker.protocol': 'PLAIN',
      'listener.name.plaintext.plain.sasl.jaas.config': users,
      'ssl.keystore.type': 'PKCS12',
      'ssl.keystore.location': keystore,
      'ssl.keystore.password': 'changeit',
      'ssl.truststore.type': 'PKCS12',
      'ssl.truststore.location': keystore,
      'ssl.truststore.password': 'changeit',
      'ssl.endpoint.identification.algorithm': '',
    },
  });
}, 120_000);
afterAll(async () => {
  await kafka.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** `chatpulse setup` without a registry: topics alone. */
function setUp(more: Readonly<Record<string, string>>): ReturnType<typeof runCommand> {
  return runCommand(['setup', '--yes'], {
    env: {
      CHATPULSE_LOG: `kafka://${kafka.brokers.join(',')}`,
      CHATPULSE_KAFKA_TLS: 'true',
      CHATPULSE_KAFKA_SASL: 'plain',
      CHATPULSE_KAFKA_USERNAME: 'chatpulse',
      CHATPULSE_KAFKA_PASSWORD: PASSWORD,
      NODE_EXTRA_CA_CERTS: certificate,
      ...more,
    },
  });
}

it('sets topics up over TLS with a name and a password', { timeout: 60_000 }, async () => {
  const end = await setUp({});
  expect(end.stderr + end.stdout).toMatch(/chat\.raw/);
  expect(end.code).toBe(0);
});

it('is refused with a coded error for a wrong password', { timeout: 60_000 }, async () => {
  const end = await setUp({ CHATPULSE_KAFKA_PASSWORD: 'a-wrong-one' });
  expect(end.stderr).toMatch(/CHATPULSE_LOG_REFUSED/);
  expect(end.code).not.toBe(0);
});

it(
  'is refused with a coded error by a certificate that nobody vouches for',
  { timeout: 60_000 },
  async () => {
    const end = await setUp({ NODE_EXTRA_CA_CERTS: '' });
    expect(end.stderr).toMatch(/CHATPULSE_LOG_(?:REFUSED|UNAVAILABLE)/);
    expect(end.code).not.toBe(0);
  },
);
