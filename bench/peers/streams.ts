import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { SHIPPED } from '../../language/load.ts';
import { decodeModel, numberOf } from '../../language/model/file.ts';
import { SentimentModel } from '../../language/model/sentiment-model.ts';
import { compileJava } from '../../tests/services/java.ts';
import { fetchArtifacts, spawnLogged } from '../../tests/services/support.ts';
import type { Contestant } from './contestant.ts';
import { jsonPeer } from './json-peer.ts';

const VERSION = '4.3.1';
const CACHE = `kafka-streams-${VERSION}`;
const SOURCES = resolve(import.meta.dirname, 'streams');
const MODEL = 'sentiment-ko';

export function streamsPeer({
  dir,
  brokers,
}: {
  readonly dir: string;
  readonly brokers: readonly string[];
}): Contestant {
  return jsonPeer({
    name: 'Kafka Streams',
    does: 'mood (the hashed n-gram weights of chatpulse, without morphemes and word pairs); counts of 1 min; no archive',
    prefix: 'peer.streams',
    async launch() {
      mkdirSync(dir, { recursive: true });
      const lib = await fetchArtifacts(CACHE, [
        `org.apache.kafka:kafka-streams:${VERSION}`,
        'org.slf4j:slf4j-simple:2.0.17',
      ]);
      const classes = await compileJava(SOURCES, { cache: CACHE, lib });
      const weights = join(dir, 'weights.bin');
      writeFileSync(weights, exportWeights());
      const java = ['-Xms64m', '-Xmx512m', '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn'];
      return spawnLogged(
        'java',
        [
          ...java,
          '-cp',
          `${classes}:${lib}/*`,
          'StreamsPeer',
          brokers.join(','),
          weights,
          join(dir, 'state'),
        ],
        { cwd: dir, logFile: join(dir, 'streams.log') },
      );
    },
  });
}

/** The shipped weights in the form that the peer reads, see `streams/HashedWeights.java`. */
function exportWeights(): Buffer {
  const bytes = readFileSync(new URL(`models/${MODEL}.bin`, SHIPPED));
  const { table } = SentimentModel.decode(MODEL, bytes, MODEL);
  const file = decodeModel(MODEL, bytes, MODEL);
  const keys = table.keys();
  const out = Buffer.alloc(5 * 8 + keys.length * 8);
  ['bias', 'mean', 'floor', 'a', 'b'].forEach((name, i) => out.writeDoubleLE(numberOf(file, name), i * 8));
  keys.forEach((key, row) => {
    out.writeInt32LE(key, 40 + row * 8);
    out.writeFloatLE(table.raw(row, 0) * table.scale(0), 44 + row * 8);
  });
  return out;
}
