import { COMPATIBILITY, SchemaRegistry, SchemaType } from '@kafkajs/confluent-schema-registry';
import { ChatpulseError } from '../../errors.ts';
import type { RELEASED_SCHEMAS } from '../generated.ts';
import { splitAddress } from './split-address.ts';

type Released = (typeof RELEASED_SCHEMAS)[number];

/** How a Confluent-compatible schema registry is reached. */
export interface RegistryConnection {
  /** Base address; user and password may stand in it. */
  readonly url: string;
}

/** What Chatpulse asks of a registry. */
export interface RegistryClient {
  /** The id of a released schema; undefined where it is not registered. */
  find(released: Released): Promise<number | undefined>;
  /** Sets the rule of the subject, then registers; an identical schema keeps its id. */
  register(released: Released): Promise<number>;
}

/** Every version of an event can be read by every other. */
const RULE = COMPATIBILITY.FULL_TRANSITIVE;
const CONTENT_TYPE = 'application/vnd.schemaregistry.v1+json';
const TIMEOUT_MS = 10_000;

/** The subject of an event: its full name, as any topic may carry it. */
export function subjectOf(name: string): string {
  return `chatpulse.${name}`;
}

/** Every call rejects with CHATPULSE_REGISTRY_UNAVAILABLE when the registry does not answer. */
export function createRegistryClient({ url }: RegistryConnection): RegistryClient {
  const { base, auth, headers } = splitAddress(url);
  const registry = new SchemaRegistry({
    host: base,
    retry: { retries: 1, initialRetryTimeInSecs: 0.1 },
    ...(auth ? { auth } : {}),
  });

  async function setRule(subject: string): Promise<void> {
    let response: Response;
    try {
      response = await fetch(`${base}/config/${encodeURIComponent(subject)}`, {
        method: 'PUT',
        headers: { ...headers, 'content-type': CONTENT_TYPE },
        body: JSON.stringify({ compatibility: RULE }),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      await response.arrayBuffer();
    } catch (error) {
      throw unavailable(error);
    }
    if (!response.ok) throw unavailable(new Error(`status ${response.status} for ${subject}`));
  }

  return {
    async find(released) {
      try {
        return await registry.getRegistryIdBySchema(subjectOf(released.name), {
          type: SchemaType.AVRO,
          schema: released.schema,
        });
      } catch (error) {
        if (isAbsent(error)) return undefined;
        throw unavailable(error);
      }
    },
    async register(released) {
      const subject = subjectOf(released.name);
      await setRule(subject);
      try {
        const { id } = await registry.register(
          { type: SchemaType.AVRO, schema: released.schema },
          { subject, compatibility: RULE },
        );
        return id;
      } catch (error) {
        if (statusOf(error) === 409 || statusOf(error) === 422)
          throw new ChatpulseError('CHATPULSE_SCHEMA_INCOMPATIBLE', {
            message: `${released.name} version ${released.version} does not fit what is registered as ${subject}.`,
            cause: error,
          });
        throw unavailable(error);
      }
    },
  };
}

function statusOf(error: unknown): number | undefined {
  return error instanceof Error && 'status' in error && typeof error.status === 'number'
    ? error.status
    : undefined;
}

/** The client wraps a 404 into an error of its own that has no status. */
function isAbsent(error: unknown): boolean {
  return (
    statusOf(error) === 404 ||
    (error instanceof Error && error.name === 'ConfluentSchemaRegistryError' && statusOf(error) === undefined)
  );
}

function unavailable(error: unknown): ChatpulseError {
  return new ChatpulseError('CHATPULSE_REGISTRY_UNAVAILABLE', {
    message: `The schema registry does not answer as it should: ${error instanceof Error ? error.message : String(error)}.`,
    cause: error,
  });
}
