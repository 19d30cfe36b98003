/**
 * The container of a model file:
 *
 *     "CPLM" | format version u16 | header length u32 | SHA-256 of all that follows (32 bytes)
 *     header: JSON with `kind`, `parameters` and the byte length of each section | the sections, one after another
 *
 * All numbers are little-endian. The checksum finds truncation and damage before any number is used.
 */
import { createHash } from 'node:crypto';
import { modelInvalid } from '../errors.ts';

const MAGIC = 0x4d4c5043;
const FORMAT_VERSION = 1;
const PREFIX_BYTES = 10;
const CHECKSUM_BYTES = 32;

export interface ModelFile {
  readonly kind: string;
  readonly parameters: Readonly<Record<string, number | readonly number[]>>;
  readonly sections: Readonly<Record<string, Uint8Array>>;
  /** First 12 hex digits of the checksum: names this build of the model. */
  readonly version: string;
}

interface Header {
  kind: string;
  parameters: Record<string, number | number[]>;
  sections: { name: string; bytes: number }[];
}

/** Bytes of a model file; the same input gives the same bytes. */
export function encodeModel(model: Omit<ModelFile, 'version'>): Uint8Array {
  const header = {
    kind: model.kind,
    parameters: model.parameters,
    sections: Object.entries(model.sections).map(([name, data]) => ({ name, bytes: data.length })),
  };
  const headerBytes = Buffer.from(JSON.stringify(header), 'utf8');
  const body = Buffer.concat([headerBytes, ...Object.values(model.sections)]);
  const prefix = Buffer.alloc(PREFIX_BYTES);
  prefix.writeUInt32LE(MAGIC, 0);
  prefix.writeUInt16LE(FORMAT_VERSION, 4);
  prefix.writeUInt32LE(headerBytes.length, 6);
  return Buffer.concat([prefix, createHash('sha256').update(body).digest(), body]);
}

/**
 * Reads a model file of the expected kind.
 * @throws LanguageError when the file is damaged, of another kind or of another format version.
 */
export function decodeModel(name: string, bytes: Uint8Array, kind: string): ModelFile {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const bodyStart = PREFIX_BYTES + CHECKSUM_BYTES;
  if (data.length < bodyStart || data.readUInt32LE(0) !== MAGIC)
    throw modelInvalid(name, 'is not a model file');
  const version = data.readUInt16LE(4);
  if (version !== FORMAT_VERSION) {
    throw modelInvalid(
      name,
      `has format version ${version}, and this program reads version ${FORMAT_VERSION}`,
    );
  }
  const body = data.subarray(bodyStart);
  const checksum = createHash('sha256').update(body).digest();
  if (!checksum.equals(data.subarray(PREFIX_BYTES, bodyStart)))
    throw modelInvalid(name, 'is damaged (its checksum does not match)');
  // From here on the content is what the encoder wrote.
  const headerLength = data.readUInt32LE(6);
  let header: Header;
  try {
    header = JSON.parse(body.toString('utf8', 0, headerLength)) as Header;
  } catch (cause) {
    throw modelInvalid(name, 'is damaged (its header cannot be read)', cause);
  }
  if (header.kind !== kind)
    throw modelInvalid(name, `holds a model of kind "${header.kind}" instead of "${kind}"`);
  const sections: Record<string, Uint8Array> = {};
  let offset = headerLength;
  for (const section of header.sections) {
    sections[section.name] = body.subarray(offset, offset + section.bytes);
    offset += section.bytes;
  }
  return { kind, parameters: header.parameters, sections, version: checksum.toString('hex').slice(0, 12) };
}

/** A number parameter that must be there. */
export function numberOf(model: ModelFile, name: string): number {
  const value = model.parameters[name];
  if (typeof value !== 'number') throw modelInvalid(model.kind, `lacks the parameter "${name}"`);
  return value;
}

/** A list of numbers that must be there, of the given length. */
export function numbersOf(model: ModelFile, name: string, length: number): readonly number[] {
  const value = model.parameters[name];
  if (!Array.isArray(value) || value.length !== length)
    throw modelInvalid(model.kind, `lacks the parameter "${name}"`);
  return value as readonly number[];
}

export function sectionOf(model: ModelFile, name: string): Uint8Array {
  const section = model.sections[name];
  if (section === undefined) throw modelInvalid(model.kind, `lacks the section "${name}"`);
  return section;
}
