import avro from 'avsc';
import { describe, expect, it } from 'vitest';
import { analyzed, posted, progressed, rulesChanged } from '../testing/events.ts';
import { createCodec, OWN_SCHEMA_IDS, remapSchemaId } from './codec.ts';
import { CURRENT_SCHEMA_IDS, RELEASED_SCHEMAS } from './generated.ts';

describe('codec', () => {
  const codec = createCodec();

  it('gives back what it was given, in the Confluent wire format', () => {
    const data = posted({ text: '안녕 👋', paid: { kind: 'bits', amount: 100, currency: 'bits' } });
    const value = codec.encode('MessagePosted', data);
    expect(value[0]).toBe(0);
    expect(Buffer.from(value).readUInt32BE(1)).toBe(CURRENT_SCHEMA_IDS.MessagePosted);
    expect(codec.peek(value)).toBe('MessagePosted');
    expect(codec.decode(value)).toMatchObject({ type: 'MessagePosted', data });
  });

  it('reads a message that was analysed before names of replies were masked as one without such a name', () => {
    const old = RELEASED_SCHEMAS.find(({ name, version }) => name === 'MessageAnalyzed' && version === 1);
    const type = avro.Type.forSchema(JSON.parse(old?.schema ?? 'null') as avro.Schema);
    const header = Buffer.from([0, 0, 0, 0, old?.id ?? 0]);
    const reply = { messageId: 'm0', author: 'Bob' };
    const { maskedReplyAuthor: _, ...written } = analyzed({ message: { reply } });
    expect(codec.decode(Buffer.concat([header, type.toBuffer(written)]))).toMatchObject({
      data: { message: { reply }, maskedReplyAuthor: null },
    });
  });

  it('carries the rules of a channel', () => {
    const data = rulesChanged({ mask: ['스포일러', '🍆'], allow: ['시바'], severity: 2 });
    expect(codec.decode(codec.encode('RulesChanged', data))).toMatchObject({ type: 'RulesChanged', data });
  });

  it('carries a message larger than its scratch space', () => {
    const data = analyzed({ message: { text: '가'.repeat(200_000) } });
    expect(codec.decode(codec.encode('MessageAnalyzed', data))).toMatchObject({
      data: { masked: data.masked },
    });
  });

  it('refuses an unknown schema id, bytes that do not fit, and no header, each with its code', () => {
    const value = Buffer.from(codec.encode('SourceProgress', progressed()));
    const unknown = Buffer.from(value);
    unknown.writeUInt32BE(9999, 1);
    expect(() => codec.decode(unknown)).toThrow(
      expect.objectContaining({ code: 'CHATPULSE_SCHEMA_UNKNOWN' }),
    );
    for (const bad of [
      value.subarray(0, value.length - 1),
      Buffer.concat([value, Buffer.from('x')]),
      Buffer.from('{"a":1}'),
      Buffer.alloc(0),
    ])
      expect(() => codec.decode(bad)).toThrow(
        expect.objectContaining({ code: 'CHATPULSE_RECORD_UNREADABLE' }),
      );
  });

  it('writes and reads the ids that a registry hands out', () => {
    const registry = createCodec({ toWire: (id) => id + 5000, fromWire: (id) => id - 5000 });
    const value = registry.encode('SourceProgress', progressed());
    expect(Buffer.from(value).readUInt32BE(1)).toBe(CURRENT_SCHEMA_IDS.SourceProgress + 5000);
    expect(registry.decode(value)).toMatchObject({ type: 'SourceProgress' });
    expect(() => codec.decode(value)).toThrow(expect.objectContaining({ code: 'CHATPULSE_SCHEMA_UNKNOWN' }));
  });

  it('takes values from the ids of one table to those of another, and leaves what it does not know', () => {
    const theirs = { toWire: (id: number) => id + 5000, fromWire: (id: number) => id - 5000 };
    const value = codec.encode('SourceProgress', progressed());
    const moved = remapSchemaId(value, OWN_SCHEMA_IDS, theirs);
    expect(createCodec(theirs).decode(moved)).toMatchObject({ type: 'SourceProgress' });
    expect(Buffer.from(remapSchemaId(moved, theirs, OWN_SCHEMA_IDS))).toEqual(Buffer.from(value));
    for (const foreign of [Buffer.from('{}'), Buffer.alloc(0), Buffer.from([0, 0, 0, 99, 99, 1])])
      expect(remapSchemaId(foreign, OWN_SCHEMA_IDS, theirs)).toEqual(foreign);
  });

  it('is compatible both ways between every two released versions of an event', () => {
    for (const writer of RELEASED_SCHEMAS)
      for (const reader of RELEASED_SCHEMAS.filter(({ name }) => name === writer.name)) {
        const resolve = (): unknown =>
          avro.Type.forSchema(JSON.parse(reader.schema) as avro.Schema).createResolver(
            avro.Type.forSchema(JSON.parse(writer.schema) as avro.Schema),
          );
        expect(resolve, `${writer.name} ${writer.version} read as ${reader.version}`).not.toThrow();
      }
  });
});
