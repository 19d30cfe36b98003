import {
  MongoInvalidArgumentError,
  MongoNetworkError,
  MongoServerError,
  MongoServerSelectionError,
  type TopologyDescription,
} from 'mongodb';
import { describe, expect, it } from 'vitest';
import { ChatpulseError } from '../../../core/errors.ts';
import { toArchiveError } from './errors.ts';
import { databaseOf, makeClient } from './mongo-archive.ts';

const ofServer = (code: number): MongoServerError => new MongoServerError({ message: 'no', code });
const codeOf = (error: unknown): string | undefined => {
  const mapped = toArchiveError(error);
  return mapped instanceof ChatpulseError ? mapped.code : undefined;
};

describe('errors of MongoDB', () => {
  it('are tried again unless a document is at fault', () => {
    expect(codeOf(new MongoNetworkError('reset'))).toBe('CHATPULSE_ARCHIVE_UNAVAILABLE');
    expect(codeOf(new MongoServerSelectionError('none', {} as TopologyDescription))).toBe(
      'CHATPULSE_ARCHIVE_UNAVAILABLE',
    );
    // NotWritablePrimary, WriteConcernFailed, and one that nobody knows.
    for (const code of [10107, 64, 424_242])
      expect(codeOf(ofServer(code))).toBe('CHATPULSE_ARCHIVE_UNAVAILABLE');
    expect(codeOf(ofServer(14_031))).toBe('CHATPULSE_DISK_FULL');
    expect(codeOf(ofServer(18))).toBe('CHATPULSE_STORE_REFUSED');
    expect(codeOf(ofServer(10_334))).toBeUndefined();
    expect(codeOf(new MongoInvalidArgumentError('no'))).toBeUndefined();
    expect(codeOf(new RangeError('no'))).toBeUndefined();
  });
});

describe('addresses of MongoDB', () => {
  it('name a database, or the default one', () => {
    expect(databaseOf('mongodb://a:1/chat')).toBe('chat');
    expect(databaseOf('mongodb://u:p@a:1,b:2,c:3/chat%20x?replicaSet=r')).toBe('chat x');
    expect(databaseOf('mongodb://a:1')).toBe('chatpulse');
    expect(databaseOf('mongodb+srv://a/?tls=true')).toBe('chatpulse');
  });

  it('go with their own options before ours, and are not repeated when they are wrong', async () => {
    const client = makeClient('mongodb://a:1/x?serverSelectionTimeoutMS=77&connectTimeoutMS=88');
    expect(client.options).toMatchObject({
      serverSelectionTimeoutMS: 77,
      connectTimeoutMS: 88,
      heartbeatFrequencyMS: 2000,
    });
    await client.close();
    expect(() => makeClient('mongodb://secret@:1:2/x')).toThrow(
      expect.objectContaining({
        code: 'CHATPULSE_CONFIG_INVALID',
        message: expect.not.stringContaining('secret') as string,
      }) as Error,
    );
  });
});
