import { describe, expect, it } from 'vitest';
import { createCodec } from '../events/codec.ts';
import type { GroupDefined } from '../events/generated.ts';
import { makeGroupId } from '../events/ids.ts';
import { emptyGroups, reduceGroups } from './reduce.ts';

const channel = (name: string) => ({
  channelId: `twitch-${name}`,
  platform: 'twitch',
  channel: name,
  url: `https://www.twitch.tv/${name}`,
});

function defined(name: string, ...channels: string[]): GroupDefined {
  return { groupId: makeGroupId(name), name, channels: channels.map(channel), at: 1_000 };
}

describe('channel groups', () => {
  it('come back from the log as they went in', () => {
    const codec = createCodec();
    const data = defined('저녁 방송', 'a', 'b');
    expect(codec.decode(codec.encode('GroupDefined', data))).toEqual({ type: 'GroupDefined', data });
    const gone = { groupId: data.groupId, at: 2 };
    expect(codec.decode(codec.encode('GroupDissolved', gone))).toEqual({
      type: 'GroupDissolved',
      data: gone,
    });
  });

  it('are what was said of them last, and gone when dissolved', () => {
    const evening = defined('evening', 'a', 'b');
    let groups = reduceGroups(emptyGroups(), { type: 'GroupDefined', data: evening });
    groups = reduceGroups(groups, { type: 'GroupDefined', data: defined('아침', 'a') });
    const before = groups;
    groups = reduceGroups(groups, { type: 'GroupDefined', data: defined('evening', 'c') });
    expect(groups.get(evening.groupId)?.channels.map((one) => one.channel)).toEqual(['c']);
    expect(before.get(evening.groupId)?.channels).toHaveLength(2);
    groups = reduceGroups(groups, { type: 'GroupDissolved', data: { groupId: evening.groupId, at: 2 } });
    expect([...groups.values()].map((group) => group.name)).toEqual(['아침']);
  });

  it('of different names have different ids', () => {
    const names = ['a b', 'a-b', '가', '나', 'A', 'a'];
    expect(new Set(names.map(makeGroupId)).size).toBe(names.length);
  });
});
