import kafkajs, { type KafkaConfig, type SASLOptions } from 'kafkajs';
import type { ConnectionOptions } from 'node:tls';
import type { Logger } from 'pino';
import { kafkaLogCreator, kafkaLogLevel } from './logging.ts';

/**
 * The part of kafkajs that this adapter stands on: its wire protocol, connections, SASL and TLS. Its consumer and its
 * producer are not used, because the promise needs what they do not give: a fetch from an exact offset without a silent
 * reset, commits fenced by the generation that owns the partition, partitions that stay with their owner through a
 * rebalance, and a batch that is sent again exactly as it was. The classes below are not public in kafkajs, so its
 * version is pinned and `internals.test.ts` checks their shape.
 */
export interface KafkaBroker {
  readonly connectionPool: ConnectionPool;
  disconnect(): Promise<void>;
  initProducerId(request: {
    transactionalId: string | null;
    transactionTimeout: number;
  }): Promise<{ producerId: string; producerEpoch: number }>;
  produce(request: ProduceRequest): Promise<ProduceResponse>;
  fetch(request: FetchRequest): Promise<FetchResponse>;
  listOffsets(request: ListOffsetsRequest): Promise<ListOffsetsResponse>;
  joinGroup(request: JoinGroupRequest): Promise<JoinGroupResponse>;
  syncGroup(request: {
    groupId: string;
    generationId: number;
    memberId: string;
    groupAssignment: { memberId: string; memberAssignment: Buffer }[];
  }): Promise<{ memberAssignment: Buffer }>;
  heartbeat(request: { groupId: string; groupGenerationId: number; memberId: string }): Promise<unknown>;
  leaveGroup(request: { groupId: string; memberId: string }): Promise<unknown>;
  describeGroups(request: { groupIds: string[] }): Promise<DescribeGroupsResponse>;
  offsetCommit(request: OffsetCommitRequest): Promise<unknown>;
  offsetFetch(request: {
    groupId: string;
    topics: { topic: string; partitions: { partition: number }[] }[];
  }): Promise<OffsetFetchResponse>;
}

interface ConnectionPool {
  /** Two connections: that of fetches, which may wait long, is the second. */
  readonly pool: readonly { isConnected(): boolean }[];
  getConnection(index: number): Promise<unknown>;
}

export interface PartitionMetadata {
  readonly partitionId: number;
  readonly leader: number;
}

export interface KafkaCluster {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  refreshMetadata(): Promise<void>;
  addMultipleTargetTopics(topics: readonly string[]): Promise<void>;
  findTopicPartitionMetadata(topic: string): readonly PartitionMetadata[];
  findBroker(options: { nodeId: number }): Promise<KafkaBroker>;
  getNodeIds(): string[];
  findGroupCoordinatorMetadata(options: {
    groupId: string;
    coordinatorType: number;
  }): Promise<{ coordinator: { nodeId: number } }>;
}

export interface ProduceMessage {
  readonly key: string;
  readonly value: Buffer;
  readonly headers: Record<string, string>;
}

export interface ProduceRequest {
  readonly topicData: readonly {
    readonly topic: string;
    readonly partitions: readonly {
      readonly partition: number;
      readonly firstSequence: number;
      readonly messages: readonly ProduceMessage[];
    }[];
  }[];
  readonly producerId: string;
  readonly producerEpoch: number;
  readonly acks: number;
  readonly timeout: number;
  readonly compression: number;
}

interface ProduceResponse {
  readonly topics: readonly {
    readonly topicName: string;
    readonly partitions: readonly { readonly partition: number; readonly baseOffset: string }[];
  }[];
}

interface FetchRequest {
  readonly isolationLevel: number;
  readonly maxWaitTime: number;
  readonly minBytes: number;
  readonly maxBytes: number;
  readonly topics: readonly {
    readonly topic: string;
    readonly partitions: readonly { partition: number; fetchOffset: string; maxBytes: number }[];
  }[];
}

export interface FetchedMessage {
  readonly offset: string;
  readonly timestamp: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, Buffer | readonly Buffer[] | null>>;
  readonly isControlRecord?: boolean;
}

interface FetchResponse {
  readonly responses: readonly {
    readonly topicName: string;
    readonly partitions: readonly {
      readonly partition: number;
      readonly highWatermark: string;
      readonly messages: readonly FetchedMessage[];
    }[];
  }[];
}

interface ListOffsetsRequest {
  readonly isolationLevel: number;
  readonly topics: readonly {
    readonly topic: string;
    readonly partitions: readonly { readonly partition: number; readonly timestamp: number }[];
  }[];
}

interface ListOffsetsResponse {
  readonly responses: readonly {
    readonly topic: string;
    readonly partitions: readonly { readonly partition: number; readonly offset: string }[];
  }[];
}

interface JoinGroupRequest {
  readonly groupId: string;
  readonly sessionTimeout: number;
  readonly rebalanceTimeout: number;
  readonly memberId: string;
  readonly groupProtocols: readonly { readonly name: string; readonly metadata: Buffer }[];
}

export interface JoinGroupResponse {
  readonly generationId: number;
  readonly leaderId: string;
  readonly memberId: string;
  readonly members: readonly { readonly memberId: string; readonly memberMetadata: Buffer }[];
}

interface DescribeGroupsResponse {
  readonly groups: readonly { readonly groupId: string; readonly members: readonly unknown[] }[];
}

interface OffsetCommitRequest {
  readonly groupId: string;
  readonly groupGenerationId: number;
  readonly memberId: string;
  readonly topics: readonly {
    readonly topic: string;
    readonly partitions: readonly {
      readonly partition: number;
      readonly offset: string;
      readonly metadata: string;
    }[];
  }[];
}

interface OffsetFetchResponse {
  readonly responses: readonly {
    readonly topic: string;
    readonly partitions: readonly {
      readonly partition: number;
      readonly offset: string;
      readonly metadata: string | null;
    }[];
  }[];
}

/** How to reach the brokers. */
export interface KafkaConnection {
  /** host:port of some of the brokers; the others are learned from them. */
  readonly brokers: readonly string[];
  /** The name that the brokers' logs show; default `chatpulse`. */
  readonly clientId?: string;
  readonly sasl?: SASLOptions;
  readonly ssl?: boolean | ConnectionOptions;
  readonly logger?: Logger;
  /** ms until a broker must have answered an ordinary request; default 10,000. */
  readonly requestTimeoutMs?: number;
  /** ms until a connection must stand; default 3,000. */
  readonly connectionTimeoutMs?: number;
}

/** The settings of kafkajs for a connection; one try each, because the adapter has its own, longer patience. */
export function kafkaConfig(options: KafkaConnection): KafkaConfig {
  return {
    brokers: [...options.brokers],
    clientId: options.clientId ?? 'chatpulse',
    connectionTimeout: options.connectionTimeoutMs ?? 3000,
    requestTimeout: options.requestTimeoutMs ?? 10_000,
    retry: { initialRetryTime: 30, maxRetryTime: 300, retries: 2 },
    logLevel: kafkaLogLevel(options.logger),
    logCreator: kafkaLogCreator(options.logger),
    ...(options.sasl ? { sasl: options.sasl } : {}),
    ...(options.ssl === undefined ? {} : { ssl: options.ssl }),
  };
}

/** A cluster of kafkajs with connections of its own. */
export function createCluster(options: KafkaConnection): KafkaCluster {
  const kafka = new kafkajs.Kafka(kafkaConfig(options));
  const symbol = Object.getOwnPropertySymbols(kafka).find(
    (candidate) => candidate.description === 'private:Kafka:createCluster',
  );
  const create = symbol
    ? (kafka as unknown as Record<symbol, (settings: object) => KafkaCluster>)[symbol]
    : undefined;
  if (!create) throw new TypeError('This version of kafkajs is not the one that the adapter was made for.');
  return create({ allowAutoTopicCreation: false, metadataMaxAge: 300_000 });
}
