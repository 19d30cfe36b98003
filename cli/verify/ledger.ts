import { createReadStream, statSync } from 'node:fs';
import { ChatpulseError } from '../../core/errors.ts';

/** A part of a ledger: the ids of acknowledged messages, as 53-bit hashes, with what was found of each. */
export interface LedgerPart {
  readonly size: number;
  /** Notes that messages with this key are in the log, and whether nothing more is to be expected of the archive. */
  inLog(key: string, excused: boolean): void;
  archived(key: string): void;
  /** Numbers of ids that are in neither, in the log alone without excuse, and in the archive alone. */
  result(): LedgerResult;
}

export interface LedgerResult {
  readonly nowhere: readonly number[];
  readonly onlyLog: readonly number[];
  readonly onlyArchive: number;
}

const IN_LOG = 1;
const ARCHIVED = 2;
const EXCUSED = 4;

/**
 * Ids held at a time: 8 bytes each for the hash and 5 more. A longer ledger is compared in parts, for each of which the
 * log is read again. Of 4 million ids and as many messages a missing one is taken for another once in a billion times.
 */
export const LEDGER_PART = 4_000_000;

/** The length of a ledger now; what is appended later is not looked at. @throws ChatpulseError CHATPULSE_LEDGER_UNREADABLE */
export function ledgerLength(file: string): number {
  try {
    return statSync(file).size;
  } catch (error) {
    throw new ChatpulseError('CHATPULSE_LEDGER_UNREADABLE', {
      message: `${file} cannot be read.`,
      cause: error,
    });
  }
}

/** Lines of the first `length` bytes; a last line without its end was torn by a crash and was never acknowledged. */
export async function* ledgerLines(file: string, length: number): AsyncGenerator<string, void> {
  if (length === 0) return;
  let rest = '';
  for await (const chunk of createReadStream(file, {
    encoding: 'utf8',
    end: length - 1,
    highWaterMark: 1 << 20,
  })) {
    const lines = (rest + String(chunk)).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line !== '') yield line;
  }
}

export function createLedgerPart(keys: readonly string[] | Float64Array): LedgerPart {
  const hashes = keys instanceof Float64Array ? keys : Float64Array.from(keys, hashOf);
  const order = Uint32Array.from(hashes.keys()).sort((a, b) => (hashes[a] ?? 0) - (hashes[b] ?? 0));
  const sorted = Float64Array.from(order, (i) => hashes[i] ?? 0);
  const found = new Uint8Array(sorted.length);

  function mark(key: string, bits: number): void {
    const hash = hashOf(key);
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((sorted[middle] ?? 0) < hash) low = middle + 1;
      else high = middle;
    }
    for (; sorted[low] === hash; low += 1) found[low] = (found[low] ?? 0) | bits;
  }

  return {
    size: sorted.length,
    inLog: (key, excused) => mark(key, excused ? IN_LOG | EXCUSED : IN_LOG),
    archived: (key) => mark(key, ARCHIVED),
    result() {
      const nowhere: number[] = [];
      const onlyLog: number[] = [];
      let onlyArchive = 0;
      found.forEach((bits, i) => {
        const index = order[i] ?? 0;
        if ((bits & IN_LOG) === 0 && (bits & ARCHIVED) === 0) nowhere.push(index);
        else if ((bits & ARCHIVED) === 0 && (bits & EXCUSED) === 0) onlyLog.push(index);
        else if ((bits & IN_LOG) === 0) onlyArchive += 1;
      });
      return { nowhere, onlyLog, onlyArchive };
    },
  };
}

/** A 53-bit hash of a text: two multiplicative hashes of 32 bits with different factors, mixed at the end. */
export function hashOf(text: string): number {
  let a = 0x811c9dc5;
  let b = 0x9747b28c;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ unit, 0x5bd1e995);
    b ^= b >>> 15;
  }
  a = mix(a ^ (b >>> 7));
  b = mix(b ^ (a << 9));
  return (a >>> 0) * 0x200000 + (b >>> 11);
}

/** The finaliser of MurmurHash3. Source: A. Appleby, MurmurHash3, fmix32. */
function mix(value: number): number {
  let h = value;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
