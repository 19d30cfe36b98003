import { waitUntil, tail, type ServerProcess } from '../../tests/services/support.ts';
import type { Contestant } from './contestant.ts';

/** The topic that both peers read. */
export const PEER_INPUT = 'peer.messages';

/** What the two peers have in common: JSON in and out, one process that says when it is ready. */
export function jsonPeer(of: {
  readonly name: string;
  readonly does: string;
  /** Of its topics and its consumer group: `peer.python` or `peer.streams`. */
  readonly prefix: string;
  readonly launch: () => Promise<ServerProcess>;
}): Contestant {
  return {
    name: of.name,
    does: of.does,
    scoredTopic: `${of.prefix}.scored`,
    windowsTopic: `${of.prefix}.windows`,
    groups: [[of.prefix, PEER_INPUT]],
    inputOf: (message) => ({
      topic: PEER_INPUT,
      key: message.broadcast,
      value: Buffer.from(JSON.stringify(message)),
    }),
    scoreOf: (value) => parse(value) as { id: string; positive: number },
    windowOf: (value) =>
      parse(value) as { broadcast: string; start: number; messages: number; positive: number },
    async start() {
      const server = await of.launch();
      await waitUntil(
        () => Promise.resolve(/^ready$/m.test(tail(server.logFile, 1_000))),
        server,
        of.name,
        180_000,
      );
      return { pids: [server.pid], stop: () => server.stop() };
    },
  };
}

function parse(value: Uint8Array): unknown {
  return JSON.parse(Buffer.from(value).toString('utf8'));
}
