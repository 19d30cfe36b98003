import { createCodec } from '../../core/events/codec.ts';
import { groupOf } from '../../core/runtime/topic-reader.ts';
import { startRole } from '../support/role-process.ts';
import type { Contestant } from './contestant.ts';

const codec = createCodec();

export interface OursOptions {
  readonly env: Readonly<Record<string, string>>;
  /** Whether every message is archived as well. */
  readonly archive: boolean;
}

/** The product: a process for analysis, one for windows, and one for the archive. */
export function ours({ env, archive }: OursOptions): Contestant {
  const roles = [
    { name: 'analyze', args: ['run', 'processors', '--only', 'analyze'] },
    { name: 'windows', args: ['run', 'processors', '--only', 'windows'] },
    ...(archive ? [{ name: 'archive', args: ['run', 'sinks', '--only', 'archive'] }] : []),
  ];
  return {
    name: archive ? 'chatpulse' : 'chatpulse, no archive',
    does: `masking, morphemes, mood, seven emotions, abuse, words; counts of 10 s and 1 min${archive ? '; archive with search' : ''}`,
    scoredTopic: 'chat.analyzed',
    windowsTopic: 'chat.windows',
    groups: [
      [groupOf('analyze'), 'chat.raw'],
      [groupOf('windows'), 'chat.analyzed'],
      ...(archive ? [[groupOf('archive'), 'chat.analyzed'] as const] : []),
    ],
    inputOf: ({ id, broadcast, author, text, time }) => ({
      topic: 'chat.raw',
      key: broadcast,
      value: codec.encode('MessagePosted', {
        broadcastId: broadcast,
        messageId: id,
        platform: 'replay',
        channelId: broadcast,
        eventTime: time,
        receivedAt: time,
        clock: 'recorded',
        sentAt: time,
        author: { id: author, name: author, login: null, roles: [], identifiable: true },
        text,
        emotes: [],
        kind: 'text',
        paid: null,
        reply: null,
        originId: null,
      }),
    }),
    scoreOf(value) {
      const event = codec.decode(value);
      return event.type === 'MessageAnalyzed'
        ? { id: event.data.message.messageId, positive: event.data.positive }
        : undefined;
    },
    windowOf(value) {
      const event = codec.decode(value);
      if (event.type !== 'WindowUpdated' || event.data.sizeMs !== 60_000) return undefined;
      const { broadcastId: broadcast, start, messages, positive } = event.data;
      return { broadcast, start, messages, positive };
    },
    async start() {
      const running = await Promise.all(roles.map((role) => startRole({ ...role, env })));
      return {
        pids: running.map(({ pid }) => pid),
        async stop() {
          await Promise.all(running.map((role) => role.stop()));
        },
      };
    },
  };
}
