/**
 * What every fault does to the capture of every platform. `tests/fault-matrix.test.ts` brings each of them about against
 * the stand-ins and holds the capture to it; `docs/fault-matrix.md` is made from it.
 */
export const FAULTS = {
  drop: 'the connection is closed',
  stall: 'the connection stays open and says nothing',
  reset: 'the connection breaks in the middle of a frame or body',
  trouble: 'the platform is in trouble (5xx, or refuses connections)',
  throttle: 'the platform asks for fewer requests (429)',
  expired: 'the token, or the place in the chat, is not valid any more',
  repeat: 'the backlog comes again',
  disorder: 'messages come out of order',
  end: 'the broadcast ends',
  adult: 'the broadcast is for adults only',
  private: 'the broadcast is private',
  deleted: 'the broadcast or the channel is deleted',
  login: 'the broadcast needs a login',
} as const;

export type Fault = keyof typeof FAULTS;
export const PLATFORMS = ['twitch', 'youtube', 'chzzk', 'soop', 'naver-shopping'] as const;
export type MatrixPlatform = (typeof PLATFORMS)[number];

/** What a fault leads to, where it can occur. */
export interface Outcome {
  /** The state that is shown. `live`: the fault is mended without leaving it. */
  readonly state: 'live' | 'connecting' | 'stalled' | 'reconnecting' | 'ended' | 'failed';
  /** It is shown at most so many seconds after the fault (a stall: after the last sign of life). */
  readonly withinSeconds: number;
  /** Whether a gap is recorded. Where none is, nothing that was said meanwhile is lost. */
  readonly gap: boolean;
  readonly happens: string;
}

export type Cell = Outcome | { readonly notApplicable: string };

const SHOWN = 5;
const AGAIN = 'connects again after 1 to 2 s, then later and later up to 30 s';

function lost(gap: boolean, happens = AGAIN): Cell {
  return { state: 'reconnecting', withinSeconds: SHOWN, gap, happens };
}

function stalled(seconds: number, gap: boolean): Cell {
  return {
    state: 'stalled',
    withinSeconds: seconds + SHOWN,
    gap,
    happens: `is left and made anew; ${AGAIN}`,
  };
}

function mended(happens: string): Cell {
  return { state: 'live', withinSeconds: SHOWN, gap: false, happens };
}

function over(withinSeconds: number, happens: string): Cell {
  return { state: 'ended', withinSeconds, gap: false, happens };
}

function failed(happens = 'ends for good, with the reason; no login is taken'): Cell {
  return { state: 'failed', withinSeconds: SHOWN, gap: false, happens };
}

function never(why: string): Cell {
  return { notApplicable: why };
}

export const MATRIX: Readonly<Record<MatrixPlatform, Readonly<Record<Fault, Cell>>>> = {
  twitch: {
    drop: lost(true),
    stall: stalled(70, true),
    reset: lost(true),
    trouble: lost(true),
    throttle: never('the chat is a WebSocket; nothing is asked by HTTP'),
    expired: never('read anonymously, without a token'),
    repeat: mended('repeats are known by their ids'),
    disorder: mended('kept in the order of the platform, each at its own time'),
    end: never('not told; 30 minutes of silence end the broadcast'),
    adult: never('the chat is open to everybody'),
    private: never('there are no private broadcasts'),
    deleted: failed('the platform says that the channel is suspended or gone'),
    login: never('the chat is open to everybody'),
  },
  youtube: {
    drop: mended('the request is repeated from the same place'),
    stall: stalled(45, false),
    reset: mended('the request is repeated from the same place'),
    trouble: lost(false, 'after five repeats connects again, and begins with the backlog'),
    throttle: lost(false, 'waits as long as the platform asks, then begins with the backlog'),
    expired: lost(false, 'begins anew with the backlog'),
    repeat: mended('repeats are known by their ids'),
    disorder: mended('kept, each at its own time'),
    end: over(SHOWN, 'the platform gives no further place in the chat'),
    adult: failed(),
    private: failed(),
    deleted: failed('the video is not there'),
    login: failed('the video is for members'),
  },
  chzzk: {
    drop: lost(false, `${AGAIN}; the backlog fills the gap`),
    stall: stalled(45, false),
    reset: lost(false, `${AGAIN}; the backlog fills the gap`),
    trouble: mended('the chat is read on while the status is not answered'),
    throttle: mended('the chat is read on; the status is asked for when the pause is over'),
    expired: lost(false, 'asks for another token with every connection'),
    repeat: mended('repeats are known by sender, time and text'),
    disorder: lost(false, 'a backlog in another order is put into the order of time'),
    end: over(35, 'told by the status, which is asked for every 10 to 30 s'),
    adult: failed(),
    private: never('there are no private broadcasts'),
    deleted: failed('the platform knows no such channel'),
    login: failed(),
  },
  soop: {
    drop: lost(true),
    stall: stalled(45, true),
    reset: lost(true, `the half packet is a dead letter; ${AGAIN}`),
    trouble: mended('while the chat is connected nothing is asked by HTTP'),
    throttle: mended('while the chat is connected nothing is asked by HTTP'),
    expired: never('read as a guest, without a token'),
    repeat: never(
      'there is no backlog, and messages have no ids: an overlap of two captures is declared, not guessed',
    ),
    disorder: never('messages have no times; the order of arrival is their order'),
    end: over(SHOWN, 'told by the chat'),
    adult: failed('the platform wants a login for it'),
    private: failed('the broadcast has a password'),
    deleted: {
      state: 'connecting',
      withinSeconds: SHOWN,
      gap: false,
      happens:
        'the platform tells it as off air; asked for again every 30 s, and the status says what is waited for',
    },
    login: failed(),
  },
  'naver-shopping': {
    drop: lost(false, 'goes on at the cursor'),
    stall: {
      state: 'reconnecting',
      withinSeconds: 35,
      gap: false,
      happens: 'the request is given up, and the capture goes on at the cursor',
    },
    reset: lost(false, 'goes on at the cursor'),
    trouble: lost(false, 'goes on at the cursor'),
    throttle: lost(false, 'waits as long as the platform asks, then goes on at the cursor'),
    expired: never('there is no token, and the cursor does not expire'),
    repeat: mended('repeats are known by their numbers'),
    disorder: mended('a page is put into order by its numbers'),
    end: over(25, 'told by the description, which is asked for every 15 s; the last comments are read'),
    adult: never('there is no such limit'),
    private: failed('the platform does not show it to everybody'),
    deleted: failed('the platform knows no such broadcast'),
    login: never('comments can be read without a login wherever the broadcast can be seen'),
  },
};

/** The table as a page of the documentation. */
export function faultMatrixPage(): string {
  const sections = PLATFORMS.map((platform) => {
    const rows = Object.entries(MATRIX[platform]).map(([fault, cell]) => {
      const what = FAULTS[fault as Fault];
      if ('notApplicable' in cell) return `| ${what} | not applicable: ${cell.notApplicable} | | | |`;
      const { state, withinSeconds, gap, happens } = cell;
      return `| ${what} | ${happens} | \`${state}\` | ${withinSeconds} s | ${gap ? 'a gap' : 'no gap'} |`;
    });
    return [
      `## \`${platform}\``,
      '',
      '| fault | what happens | shown as | within | recorded |',
      '| --- | --- | --- | --- | --- |',
      ...rows,
    ].join('\n');
  });
  return `# Faults

What every fault does to the capture of every platform. Made by \`npm run generate\` from
\`tests/platforms/fault-matrix.ts\`; \`tests/fault-matrix.test.ts\` brings each of them about against a stand-in of the
platform, and holds the capture to the state, the time and the gap that stand here. Messages received after it equal
those said, less what lies in the recorded gap, and none counts twice.

${sections.join('\n\n')}
`;
}
