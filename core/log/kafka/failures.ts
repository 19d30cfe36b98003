import { ChatpulseError } from '../../errors.ts';

/** What kafkajs puts on its errors. */
interface KafkaError extends Error {
  readonly type?: string;
  readonly retriable?: boolean;
  readonly cause?: unknown;
  readonly topic?: string;
  readonly partition?: number;
}

/** Not mended by trying again with the same request. */
const REFUSALS = new Set([
  'MESSAGE_TOO_LARGE',
  'RECORD_LIST_TOO_LARGE',
  'INVALID_RECORD',
  'INVALID_TOPIC_EXCEPTION',
  'TOPIC_AUTHORIZATION_FAILED',
  'GROUP_AUTHORIZATION_FAILED',
  'CLUSTER_AUTHORIZATION_FAILED',
  'INVALID_GROUP_ID',
  'INVALID_SESSION_TIMEOUT',
  'INCONSISTENT_GROUP_PROTOCOL',
  'GROUP_MAX_SIZE_REACHED',
  'OFFSET_METADATA_TOO_LARGE',
  'UNSUPPORTED_VERSION',
  'UNSUPPORTED_SASL_MECHANISM',
  'SASL_AUTHENTICATION_FAILED',
  'POLICY_VIOLATION',
  'INVALID_CONFIG',
  'INVALID_REPLICATION_FACTOR',
]);

/** The error below the wrappers that kafkajs puts around what its own retries met last. */
export function rootOf(error: unknown): KafkaError {
  let current = error;
  for (let depth = 0; depth < 5; depth += 1) {
    if (!(current instanceof Error)) break;
    const { type, cause } = current as KafkaError;
    if (type || !(cause instanceof Error)) return current as KafkaError;
    current = cause;
  }
  return error instanceof Error ? (error as KafkaError) : new Error(String(error));
}

/** The name that Kafka's protocol gives an error; undefined for those of connections. */
export function typeOf(error: unknown): string | undefined {
  return rootOf(error).type;
}

/** Whether the broker answered, in contrast to a connection that broke or a time that ran out. */
export function isAnswer(error: unknown): boolean {
  return typeOf(error) !== undefined;
}

/** Whether no further try can mend it. */
export function isRefusal(error: unknown): boolean {
  if (error instanceof ChatpulseError) return error.code !== 'CHATPULSE_LOG_UNAVAILABLE';
  const root = rootOf(error);
  return REFUSALS.has(root.type ?? '') || root.name === 'KafkaJSSASLAuthenticationError';
}

export function isUnknownTopic(error: unknown): boolean {
  return (
    typeOf(error) === 'UNKNOWN_TOPIC_OR_PARTITION' ||
    (error instanceof ChatpulseError && error.code === 'CHATPULSE_TOPIC_UNKNOWN')
  );
}

/** The documented error for what the user should hear of. */
export function toLogError(error: unknown, what: string): ChatpulseError {
  if (error instanceof ChatpulseError) return error;
  const root = rootOf(error);
  if (isUnknownTopic(error))
    return new ChatpulseError('CHATPULSE_TOPIC_UNKNOWN', {
      message: `${what}: the brokers do not know the topic.`,
      cause: error,
    });
  return new ChatpulseError(isRefusal(error) ? 'CHATPULSE_LOG_REFUSED' : 'CHATPULSE_LOG_UNAVAILABLE', {
    message: `${what}: ${root.type ? `${root.type}, ` : ''}${root.message}.`.replace(/\.\.$/, '.'),
    cause: error,
  });
}
