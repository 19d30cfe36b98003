import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from '../faults/server-process.ts';
import { makeCertificate } from './certificate.ts';
import { startKafka, type RunningKafka } from './kafka.ts';

const PASSWORD = 'the-right-one';
const MODULES = 'org.apache.kafka.common.security';

/** Each mechanism as a broker is set up for it, and the users that it knows from the beginning. */
const MECHANISMS = [
  {
    sasl: 'plain',
    mechanism: 'PLAIN',
    jaas: `${MODULES}.plain.PlainLoginModule required username="broker" password="b" user_broker="b" user_chatpulse="${PASSWORD}";`,
    scramUsers: [],
  },
  ...(['256', '512'] as const).map((bits) => ({
    sasl: `scram-sha-${bits}`,
    mechanism: `SCRAM-SHA-${bits}`,
    jaas: `${MODULES}.scram.ScramLoginModule required username="broker" password="b";`,
    scramUsers: [
      `SCRAM-SHA-${bits}=[name=broker,password=b]`,
      `SCRAM-SHA-${bits}=[name=chatpulse,password=${PASSWORD}]`,
    ],
  })),
];

describe.each(MECHANISMS)('brokers behind TLS with SASL $mechanism', (of) => {
  const folder = mkdtempSync(join(tmpdir(), 'chatpulse-secured-'));
  let certificate = '';
  let kafka: RunningKafka;

  beforeAll(async () => {
    const made = makeCertificate(folder);
    certificate = made.file;
    kafka = await startKafka({
      dir: join(folder, 'kafka'),
      scramUsers: of.scramUsers,
      settings: {
        'listener.security.protocol.map': 'PLAINTEXT:SASL_SSL,CONTROLLER:PLAINTEXT',
        'sasl.enabled.mechanisms': of.mechanism,
        'sasl.mechanism.inter.broker.protocol': of.mechanism,
        [`listener.name.plaintext.${of.mechanism.toLowerCase()}.sasl.jaas.config`]: of.jaas,
        ...made.brokerSettings,
      },
    });
  }, 120_000);
  afterAll(async () => {
    await kafka.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A command without a registry. */
  function run(
    args: readonly string[],
    more: Readonly<Record<string, string>> = {},
  ): ReturnType<typeof runCommand> {
    return runCommand(args, {
      env: {
        CHATPULSE_LOG: `kafka://${kafka.brokers.join(',')}`,
        CHATPULSE_KAFKA_TLS: 'true',
        CHATPULSE_KAFKA_SASL: of.sasl,
        CHATPULSE_KAFKA_USERNAME: 'chatpulse',
        CHATPULSE_KAFKA_PASSWORD: PASSWORD,
        NODE_EXTRA_CA_CERTS: certificate,
        ...more,
      },
    });
  }

  it('sets topics up, and reads the positions of the parts by the same name and password', async () => {
    const end = await run(['setup', '--yes']);
    expect(end.stderr + end.stdout).toMatch(/chat\.raw/);
    expect(end.code).toBe(0);
    const positions = await run(['skip-lost', '--plan']);
    expect(positions, positions.stderr).toMatchObject({
      code: 0,
      stdout: 'Every part finds its next record.\n',
    });
  });

  it('is refused with a coded error for a wrong password', async () => {
    const end = await run(['setup', '--yes'], { CHATPULSE_KAFKA_PASSWORD: 'a-wrong-one' });
    expect(end.stderr).toMatch(/CHATPULSE_LOG_REFUSED/);
    expect(end.stderr).not.toContain('a-wrong-one');
    expect(end.code).not.toBe(0);
  });

  it('is refused with a coded error by a certificate that nobody vouches for', async () => {
    const end = await run(['setup', '--yes'], { NODE_EXTRA_CA_CERTS: '' });
    expect(end.stderr).toMatch(/CHATPULSE_LOG_(?:REFUSED|UNAVAILABLE)/);
    expect(end.code).not.toBe(0);
  });
});
