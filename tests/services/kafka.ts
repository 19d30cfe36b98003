import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  fetchArtifacts,
  freePorts,
  runToEnd,
  spawnLogged,
  waitForPort,
  type ServerProcess,
} from './support.ts';

const VERSION = '4.3.1';
const ARTIFACTS = [
  `org.apache.kafka:kafka_2.13:${VERSION}`,
  'org.apache.logging.log4j:log4j-slf4j-impl:2.25.4',
];
/** 16 bytes in base64url, as Kafka wants the id of a cluster. */
const CLUSTER_ID = 'Y2hhdHB1bHNlLXRlc3RzMQ';

export interface KafkaOptions {
  /** Data, settings and output of the brokers. */
  readonly dir: string;
  /** Three brokers keep every record three times and want two of them; default one. */
  readonly brokers?: 1 | 3;
  /** Port of the first broker; those of the others follow at steps of 100, of the controllers at steps of 1. */
  readonly port?: number;
  readonly heapMb?: number;
  /** Further settings of every broker. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Users that are there from the beginning, as the tool that formats the storage takes them. */
  readonly scramUsers?: readonly string[];
}

export interface KafkaNode {
  /** Of the process that ran last. */
  readonly pid: number;
  stop(signal?: NodeJS.Signals): Promise<void>;
  start(): Promise<void>;
}

export interface RunningKafka {
  /** host:port of each. */
  readonly brokers: string[];
  readonly nodes: KafkaNode[];
  stop(): Promise<void>;
}

/** Starts Apache Kafka (KRaft) as processes of this machine, bound to 127.0.0.1; resolves when every broker answers. */
export async function startKafka(options: KafkaOptions): Promise<RunningKafka> {
  const lib = await fetchArtifacts(`kafka-${VERSION}`, ARTIFACTS);
  const count = options.brokers ?? 1;
  const ports = await portsOf(options.port, count);
  const nodes = await Promise.all(ports.map((_, index) => createNode(options, lib, ports, index)));
  const stop = async (): Promise<void> => {
    await Promise.all(nodes.map((node) => node.stop('SIGKILL')));
  };
  try {
    await Promise.all(nodes.map((node) => node.start()));
  } catch (error) {
    await stop();
    throw error;
  }
  return { brokers: ports.map(({ broker }) => `127.0.0.1:${broker}`), nodes, stop };
}

interface Ports {
  readonly broker: number;
  readonly controller: number;
}

async function portsOf(first: number | undefined, count: number): Promise<Ports[]> {
  if (first !== undefined)
    return Array.from({ length: count }, (_, i) => ({
      broker: first + i * 100,
      controller: first + i * 100 + 1,
    }));
  const free = await freePorts(count * 2);
  return Array.from({ length: count }, (_, i) => ({
    broker: free[i * 2] ?? 0,
    controller: free[i * 2 + 1] ?? 0,
  }));
}

async function createNode(
  options: KafkaOptions,
  lib: string,
  ports: readonly Ports[],
  index: number,
): Promise<KafkaNode> {
  const dir = join(options.dir, `broker-${index + 1}`);
  mkdirSync(dir, { recursive: true });
  const settings = join(dir, 'server.properties');
  writeFileSync(settings, propertiesOf(options, dir, ports, index));
  const logging = join(dir, 'log4j2.properties');
  writeFileSync(logging, LOGGING);
  const java = ['-cp', join(lib, '*'), `-Dlog4j2.configurationFile=${logging}`];
  const logFile = join(dir, 'output.log');
  await runToEnd(
    'java',
    [
      ...java,
      ...['kafka.tools.StorageTool', 'format', '-t', CLUSTER_ID, '-c', settings, '--ignore-formatted'],
      ...(options.scramUsers ?? []).flatMap((user) => ['--add-scram', user]),
    ],
    { cwd: dir, logFile },
  );
  let server: ServerProcess | undefined;
  return {
    get pid() {
      return server?.pid ?? -1;
    },
    async stop(signal) {
      await server?.stop(signal);
    },
    async start() {
      await server?.stop('SIGKILL');
      const heap = ['-Xms64m', `-Xmx${options.heapMb ?? 512}m`, '-XX:+UseSerialGC'];
      server = spawnLogged('java', [...heap, ...java, 'kafka.Kafka', settings], { cwd: dir, logFile });
      await waitForPort(ports[index]?.broker ?? 0, server);
    },
  };
}

function propertiesOf(options: KafkaOptions, dir: string, ports: readonly Ports[], index: number): string {
  const { broker = 0, controller = 0 } = ports[index] ?? {};
  const replicas = String(ports.length);
  const inSync = ports.length === 3 ? '2' : '1';
  const entries: Record<string, string> = {
    'process.roles': 'broker,controller',
    'node.id': String(index + 1),
    'controller.quorum.voters': ports.map((at, i) => `${i + 1}@127.0.0.1:${at.controller}`).join(','),
    listeners: `PLAINTEXT://127.0.0.1:${broker},CONTROLLER://127.0.0.1:${controller}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${broker}`,
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'inter.broker.listener.name': 'PLAINTEXT',
    'log.dirs': join(dir, 'data'),
    'offsets.topic.replication.factor': replicas,
    'offsets.topic.num.partitions': '3',
    'transaction.state.log.replication.factor': replicas,
    'transaction.state.log.min.isr': inSync,
    'transaction.state.log.num.partitions': '3',
    'share.coordinator.state.topic.replication.factor': replicas,
    'share.coordinator.state.topic.min.isr': inSync,
    'share.coordinator.state.topic.num.partitions': '3',
    'group.initial.rebalance.delay.ms': '0',
    'auto.create.topics.enable': 'false',
    'log.cleaner.dedupe.buffer.size': '16777216',
    ...options.settings,
  };
  return `${Object.entries(entries)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n')}\n`;
}

const LOGGING = `rootLogger.level = warn
rootLogger.appenderRef.out.ref = out
appender.out.type = Console
appender.out.name = out
appender.out.layout.type = PatternLayout
appender.out.layout.pattern = %d %p %c{1} %m%n
`;
