/** Answers in the form that Naver Shopping Live gives them. */

export interface NaverComment {
  readonly commentNo?: number | string;
  readonly idNo?: string | null;
  readonly nickname: string | null;
  readonly message: string | null;
  readonly commentType: string;
  readonly commentCreatedAt?: string;
}

export interface CommentOptions {
  readonly message: string;
  /** ms since 1970. */
  readonly at: number;
  readonly viewer?: string;
  /** Null: the platform does not say. */
  readonly idNo?: string | null;
  readonly type?: string;
}

const KST_MS = 9 * 3_600_000;

/** A time as the platform writes it: Korean, without a zone. */
export function kst(at: number): string {
  return new Date(at + KST_MS).toISOString().replace('Z', '');
}

/** A comment; the simulator gives it its number. */
export function comment({
  message,
  at,
  viewer = 'viewer',
  idNo,
  type = 'CHATTING',
}: CommentOptions): NaverComment {
  return {
    ...(idNo === null ? {} : { idNo: idNo ?? `id-${viewer}` }),
    nickname: `${viewer.slice(0, 4)}***`,
    message,
    commentType: type,
    commentCreatedAt: kst(at),
  };
}

/** Entries of a list of comments that no client can use: each is a dead letter. */
export const HOSTILE_COMMENTS: readonly unknown[] = [
  null,
  'text',
  7,
  [],
  {},
  { commentType: 'CHATTING', nickname: 'a***', message: null, commentNo: 1 },
  { commentType: 'CHATTING', nickname: 'a***', message: '', commentNo: 2 },
  { commentType: 'CHATTING', nickname: { toString: 'no' }, message: 'x' },
  { commentType: 'CHATTING', message: ['x'] },
  { commentType: 'CHATTING', message: 'x', commentNo: 1.5 },
  { commentType: 'CHATTING', message: 'x', idNo: {} },
  { commentType: '__proto__', message: 'x' },
  { commentType: 'FLYING_HEARTS', message: 'x' },
  { message: 'without a type' },
];
