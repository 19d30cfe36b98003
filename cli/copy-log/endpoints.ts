import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { InvalidArgumentError } from 'commander';
import { brokersOf, isKafkaAddress, type Config, type KafkaSetting } from '../../core/config.ts';
import { dataFiles, holdDataFolder } from '../../core/data-folder.ts';
import { OWN_SCHEMA_IDS, type SchemaIds } from '../../core/events/codec.ts';
import type { LogCopySource, LogCopyTarget } from '../../core/log/copy.ts';
import { openEmbeddedCopySource, openEmbeddedCopyTarget } from '../../core/log/embedded/copy-target.ts';
import { createKafkaCopyTarget } from '../../core/log/kafka/copy-target.ts';
import { createKafkaLog } from '../../core/log/kafka/kafka-log.ts';
import { kafkaOptions, schemaIdsOf } from '../roles/servers.ts';

/** One end of a copy, as written on the command line. */
export type Endpoint =
  | { readonly kind: 'embedded'; readonly dataDir: string }
  | { readonly kind: 'kafka'; readonly setting: KafkaSetting };

/** `embedded:`, `embedded:FOLDER` or `kafka://host:port,…`. @throws InvalidArgumentError */
export function parseEndpoint(text: string, config: Config): Endpoint {
  if (isKafkaAddress(text)) {
    const known = config.log.kind === 'kafka' ? config.log : { tls: false, sasl: undefined };
    return { kind: 'kafka', setting: { ...known, kind: 'kafka', brokers: brokersOf(text) } };
  }
  if (text.startsWith('embedded:')) {
    const folder = text.slice('embedded:'.length);
    return { kind: 'embedded', dataDir: folder === '' ? config.dataDir : resolve(folder) };
  }
  throw new InvalidArgumentError(
    `${text} is no log: give embedded:, embedded:FOLDER or kafka://host:port,host:port.`,
  );
}

interface Opened<T> {
  readonly log: T;
  readonly ids: SchemaIds;
  close(): Promise<void>;
}

/** @throws ChatpulseError CHATPULSE_DATA_LOCKED where a server runs on the folder */
export async function openSource(endpoint: Endpoint, config: Config): Promise<Opened<LogCopySource>> {
  if (endpoint.kind === 'kafka') {
    const log = createKafkaLog({ ...kafkaOptions(endpoint.setting), clientId: 'chatpulse-copy' });
    return { log, ids: await schemaIdsOf(config), close: () => log.close() };
  }
  const held = holdDataFolder(endpoint.dataDir);
  const log = openEmbeddedCopySource(dataFiles(endpoint.dataDir).log);
  return {
    log,
    ids: OWN_SCHEMA_IDS,
    async close() {
      log.close();
      held.release();
    },
  };
}

/** @throws ChatpulseError CHATPULSE_DATA_LOCKED where a server runs on the folder */
export async function openTarget(endpoint: Endpoint, config: Config): Promise<Opened<LogCopyTarget>> {
  if (endpoint.kind === 'kafka') {
    const log = await createKafkaCopyTarget({
      ...kafkaOptions(endpoint.setting),
      clientId: 'chatpulse-copy',
    });
    return { log, ids: await schemaIdsOf(config), close: () => log.close() };
  }
  const { log: file } = dataFiles(endpoint.dataDir);
  mkdirSync(dirname(file), { recursive: true });
  const held = holdDataFolder(endpoint.dataDir);
  const log = openEmbeddedCopyTarget({ file });
  return {
    log,
    ids: OWN_SCHEMA_IDS,
    async close() {
      await log.close();
      held.release();
    },
  };
}
