import { RELEASED_SCHEMAS } from '../generated.ts';
import { createRegistryClient, subjectOf, type RegistryConnection } from './registry-client.ts';

/** A schema as the registry knows it. */
export interface RegisteredSchema {
  readonly subject: string;
  readonly version: number;
  /** The id that records carry. */
  readonly id: number;
}

/**
 * Registers every version of every event that was ever released, oldest first, under the rule FULL_TRANSITIVE. What is
 * registered already keeps its id, so this may be done again at any time. It is part of the set-up and not of the first
 * message, so that an outage of the registry never stops a message.
 * @throws ChatpulseError CHATPULSE_REGISTRY_UNAVAILABLE or CHATPULSE_SCHEMA_INCOMPATIBLE
 */
export async function registerSchemas(connection: RegistryConnection): Promise<readonly RegisteredSchema[]> {
  const client = createRegistryClient(connection);
  const registered: RegisteredSchema[] = [];
  for (const released of RELEASED_SCHEMAS)
    registered.push({
      subject: subjectOf(released.name),
      version: released.version,
      id: await client.register(released),
    });
  return registered;
}

/** What {@link registerSchemas} would register, a line each; empty when everything is. */
export async function planSchemas(connection: RegistryConnection): Promise<readonly string[]> {
  const client = createRegistryClient(connection);
  const lines: string[] = [];
  for (const released of RELEASED_SCHEMAS)
    if ((await client.find(released)) === undefined)
      lines.push(`schema  ${subjectOf(released.name)}: version ${released.version}, FULL_TRANSITIVE`);
  return lines;
}
