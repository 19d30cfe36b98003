import { mkdtempSync, rmSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startRegistry, type RunningRegistry } from '../../../tests/services/registry.ts';
import { createCodec } from '../codec.ts';
import { RELEASED_SCHEMAS } from '../generated.ts';
import { createRegistryClient } from './registry-client.ts';
import { planSchemas, registerSchemas } from './register-schemas.ts';
import { createRegistryCodec, loadRegistryIds } from './registry-codec.ts';

/** One that these tests may stop, so never the one of the environment. */
let registry: RunningRegistry;
let dir: string;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'chatpulse-registry-'));
  registry = await startRegistry({ dir });
});
afterAll(async () => {
  await registry.stop();
  rmSync(dir, { recursive: true, force: true });
});

const ended = {
  channelId: 'twitch:foo',
  broadcastId: 'twitch-foo-1',
  reason: 'ended',
  at: 1_767_225_600_000,
};

describe('schemas in a registry', () => {
  it('says what to do before the schemas are registered', async () => {
    await expect(createRegistryCodec({ url: registry.url })).rejects.toMatchObject({
      code: 'CHATPULSE_SCHEMA_UNKNOWN',
      message: expect.stringContaining('chatpulse setup'),
    });
  });

  it('registers every released schema under FULL_TRANSITIVE, and again without a change', async () => {
    await registerForeign('{"type":"record","name":"Foreign","fields":[]}');
    expect(await planSchemas({ url: registry.url })).toHaveLength(RELEASED_SCHEMAS.length);
    const first = await registerSchemas({ url: registry.url });
    expect(await planSchemas({ url: registry.url })).toEqual([]);
    expect(first).toHaveLength(RELEASED_SCHEMAS.length);
    expect(await registerSchemas({ url: registry.url })).toEqual(first);
    for (const { subject } of first) {
      const config: unknown = await (await fetch(`${registry.url}/config/${subject}`)).json();
      expect(config).toMatchObject({ compatibilityLevel: 'FULL_TRANSITIVE' });
    }
  });

  it('refuses a schema that breaks the rule', async () => {
    const [released] = RELEASED_SCHEMAS.filter(({ name }) => name === 'BroadcastEnded');
    if (!released) throw new Error('No such event.');
    const schema = JSON.parse(released.schema) as { fields: { name: string; type: unknown }[] };
    schema.fields.push({ name: 'weight', type: 'int' });
    const client = createRegistryClient({ url: registry.url });
    await expect(
      client.register({ ...released, version: 2, schema: JSON.stringify(schema) } as typeof released),
    ).rejects.toMatchObject({ code: 'CHATPULSE_SCHEMA_INCOMPATIBLE' });
  });

  it('writes and reads the ids of the registry, which are not those of the project', async () => {
    const ids = await loadRegistryIds({ url: registry.url });
    const codec = await createRegistryCodec({ url: registry.url });
    const value = Buffer.from(codec.encode('BroadcastEnded', ended));
    const released = RELEASED_SCHEMAS.find(({ name }) => name === 'BroadcastEnded')?.id ?? -1;
    expect(value.readUInt32BE(1)).toBe(ids.toWire(released));
    expect(value.readUInt32BE(1)).not.toBe(released);
    expect(codec.decode(value)).toEqual({ type: 'BroadcastEnded', data: ended });
    expect(createCodec().peek(value)).not.toBe('BroadcastEnded');
  });

  it('looks an unknown id up once and reads what has the shape of a released schema', async () => {
    const codec = await createRegistryCodec({ url: registry.url });
    const released = RELEASED_SCHEMAS.find(({ name }) => name === 'BroadcastEnded');
    if (!released) throw new Error('No such event.');
    // The same schema with other words for people: another id.
    const schema = { ...(JSON.parse(released.schema) as object), doc: 'The show is over.' };
    const id = await registerForeign(JSON.stringify(schema), 'other-BroadcastEnded');
    const value = Buffer.from(codec.encode('BroadcastEnded', ended));
    expect(value.readUInt32BE(1)).not.toBe(id);
    value.writeUInt32BE(id, 1);
    expect(codec.decode(value)).toEqual({ type: 'BroadcastEnded', data: ended });
  });

  it('calls an id unknown that the registry does not have, or that is not an event of ours', async () => {
    const codec = await createRegistryCodec({ url: registry.url });
    const foreign = await registerForeign('{"type":"record","name":"Stranger","fields":[]}', 'stranger');
    for (const id of [foreign, 1_000_000]) {
      const value = Buffer.alloc(10);
      value.writeUInt32BE(id, 1);
      expect(() => codec.decode(value)).toThrowError(
        expect.objectContaining({ code: 'CHATPULSE_SCHEMA_UNKNOWN' }),
      );
    }
  });

  it('works and starts while the registry is away, by the ids it has kept', async () => {
    const cacheFile = join(dir, 'data', 'schema-ids.json');
    const options = { url: registry.url, cacheFile };
    const before = await createRegistryCodec(options);
    const value = before.encode('BroadcastEnded', ended);
    await registry.stop('SIGKILL');
    expect(before.decode(before.encode('BroadcastEnded', ended)).data).toEqual(ended);
    const after = await createRegistryCodec(options);
    expect(after.encode('BroadcastEnded', ended)).toEqual(value);
    expect(after.decode(value)).toEqual({ type: 'BroadcastEnded', data: ended });

    const unknown = Buffer.alloc(10);
    unknown.writeUInt32BE(1_000_000, 1);
    expect(() => after.decode(unknown)).toThrowError(
      expect.objectContaining({ code: 'CHATPULSE_REGISTRY_UNAVAILABLE' }),
    );
    await expect(createRegistryCodec({ url: registry.url })).rejects.toMatchObject({
      code: 'CHATPULSE_REGISTRY_UNAVAILABLE',
    });
    // Ids of one registry mean nothing at another.
    await expect(
      createRegistryCodec({ url: 'http://127.0.0.1:9/elsewhere', cacheFile }),
    ).rejects.toMatchObject({ code: 'CHATPULSE_REGISTRY_UNAVAILABLE' });
    expect(readFileSync(cacheFile, 'utf8')).not.toContain('@');
  });
});

/** Registers a schema that is none of the product's; answers its id. */
async function registerForeign(schema: string, subject = 'foreign'): Promise<number> {
  const response = await fetch(`${registry.url}/subjects/${subject}/versions`, {
    method: 'POST',
    headers: { 'content-type': 'application/vnd.schemaregistry.v1+json' },
    body: JSON.stringify({ schema }),
  });
  return ((await response.json()) as { id: number }).id;
}
