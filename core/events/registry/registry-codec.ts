import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import avro from 'avsc';
import { ChatpulseError } from '../../errors.ts';
import { createCodec, type EventCodec, type SchemaIds } from '../codec.ts';
import { RELEASED_SCHEMAS } from '../generated.ts';
import { lookUpBlocking } from './blocking-lookup.ts';
import { createRegistryClient, type RegistryConnection } from './registry-client.ts';
import { splitAddress } from './split-address.ts';

export interface RegistryCodecOptions extends RegistryConnection {
  /** Keeps the ids, so that a process starts while the registry is away. */
  readonly cacheFile?: string;
}

/** Ids as they are kept in a file: they are of no use with another registry. */
interface KeptIds {
  readonly registry: string;
  /** By name and version of the event. */
  readonly ids: Readonly<Record<string, number>>;
}

/** After a lookup that got no answer the next one waits so long, ms: each holds up the thread. */
const LOOKUP_PAUSE_MS = 5000;

/**
 * A codec whose ids are those of a registry. All are learned here; afterwards the registry is only asked for an id that
 * none of the released schemas has.
 * @throws ChatpulseError CHATPULSE_REGISTRY_UNAVAILABLE where the ids are not kept either, CHATPULSE_SCHEMA_UNKNOWN
 * before `registerSchemas` was done
 */
export async function createRegistryCodec(options: RegistryCodecOptions): Promise<EventCodec> {
  return createCodec(await loadRegistryIds(options));
}

/** The ids of a registry; see {@link createRegistryCodec}. */
export async function loadRegistryIds(options: RegistryCodecOptions): Promise<SchemaIds> {
  return toSchemaIds(await learnIds(options), options);
}

async function learnIds(options: RegistryCodecOptions): Promise<ReadonlyMap<number, number>> {
  try {
    const ids = await askForIds(options);
    keep(options, ids);
    return ids;
  } catch (error) {
    if (!(error instanceof ChatpulseError) || error.code !== 'CHATPULSE_REGISTRY_UNAVAILABLE') throw error;
    const kept = readKept(options);
    if (!kept) throw error;
    return kept;
  }
}

/** Wire ids by the ids of released schemas. */
async function askForIds(connection: RegistryConnection): Promise<ReadonlyMap<number, number>> {
  const client = createRegistryClient(connection);
  const found = await Promise.all(
    RELEASED_SCHEMAS.map(async (released) => {
      const id = await client.find(released);
      if (id === undefined)
        throw new ChatpulseError('CHATPULSE_SCHEMA_UNKNOWN', {
          message: `The schema registry has no ${released.name} version ${released.version}: run \`chatpulse setup\`.`,
        });
      return [released.id, id] as const;
    }),
  );
  return new Map(found);
}

function keep({ cacheFile, url }: RegistryCodecOptions, ids: ReadonlyMap<number, number>): void {
  if (cacheFile === undefined) return;
  const kept: KeptIds = {
    registry: splitAddress(url).base,
    ids: Object.fromEntries(
      RELEASED_SCHEMAS.map((released) => [labelOf(released), ids.get(released.id) ?? -1]),
    ),
  };
  try {
    mkdirSync(dirname(cacheFile), { recursive: true });
    // Several roles may share the folder, and a kill may come in between.
    const beside = `${cacheFile}.${process.pid}.new`;
    writeFileSync(beside, JSON.stringify(kept));
    renameSync(beside, cacheFile);
  } catch {
    // It only helps a later start without the registry.
  }
}

function readKept({ cacheFile, url }: RegistryCodecOptions): ReadonlyMap<number, number> | undefined {
  if (cacheFile === undefined) return undefined;
  try {
    const kept = JSON.parse(readFileSync(cacheFile, 'utf8')) as KeptIds;
    if (kept.registry !== splitAddress(url).base) return undefined;
    const ids = new Map<number, number>();
    for (const released of RELEASED_SCHEMAS) {
      const id = kept.ids[labelOf(released)];
      // Written by a version that did not have this schema yet.
      if (!Number.isInteger(id) || id === undefined || id < 0) return undefined;
      ids.set(released.id, id);
    }
    return ids;
  } catch {
    return undefined;
  }
}

function toSchemaIds(known: ReadonlyMap<number, number>, connection: RegistryConnection): SchemaIds {
  const released = new Map<number, number | undefined>([...known].map(([id, wire]) => [wire, id]));
  let quietUntil = 0;
  return {
    toWire: (id) => known.get(id) ?? id,
    fromWire(wire) {
      if (released.has(wire)) return released.get(wire);
      if (Date.now() < quietUntil) throw notAnswered(wire, 'it did not a moment ago');
      const answer = lookUpBlocking(connection, wire);
      if ('failure' in answer) {
        quietUntil = Date.now() + LOOKUP_PAUSE_MS;
        throw notAnswered(wire, answer.failure);
      }
      const id = 'schema' in answer ? releasedIdOf(answer.schema) : undefined;
      released.set(wire, id);
      return id;
    },
  };
}

/** The released schema that reads the same bytes in the same way: a registry may give one schema several ids. */
function releasedIdOf(schema: string): number | undefined {
  try {
    const wanted = identityOf(schema);
    return RELEASED_SCHEMAS.find((released) => identityOf(released.schema) === wanted)?.id;
  } catch {
    // Not an Avro schema.
    return undefined;
  }
}

function identityOf(schema: string): string {
  const type = avro.Type.forSchema(JSON.parse(schema) as avro.Schema);
  return `${type.name ?? ''} ${type.fingerprint().toString('hex')}`;
}

function labelOf(released: { readonly name: string; readonly version: number }): string {
  return `${released.name} ${released.version}`;
}

function notAnswered(wire: number, reason: string): ChatpulseError {
  return new ChatpulseError('CHATPULSE_REGISTRY_UNAVAILABLE', {
    message: `The schema registry was asked for the schema ${wire} and does not answer: ${reason}.`,
  });
}
