import type { Logger } from 'pino';
import { systemClock } from '../../clock.ts';
import { pause } from '../../runtime/backoff.ts';
import type { Commit, TopicPartition } from '../port.ts';
import { keyOf, planShares } from './assign.ts';
import { isRefusal, toLogError, typeOf } from './failures.ts';
import { decodeClaims, decodeShare, encodeClaim, encodeShare, PROTOCOL } from './group-protocol.ts';
import type { KafkaBroker } from './internals.ts';
import type { Link } from './link.ts';
import { retryDelay } from './patience.ts';

/** How a group notices who is there. */
export interface GroupTimes {
  /** ms without a heartbeat after which the brokers give a member's partitions to others. */
  readonly sessionTimeoutMs: number;
  /** ms that members have to join again when the group changes. */
  readonly rebalanceTimeoutMs: number;
  /** ms between heartbeats, by which a member also hears that the group changes. */
  readonly heartbeatMs: number;
}

export interface GroupMemberOptions extends GroupTimes {
  /** Of its own: joining waits for all others, and nothing else gets through meanwhile. */
  readonly link: Link;
  readonly group: string;
  readonly topics: readonly string[];
  readonly logger: Logger | undefined;
  /** Partitions were given. `complete` unless more will follow at once. */
  readonly onGiven: (partitions: readonly TopicPartition[], complete: boolean) => void;
  /** Partitions are no longer owned, from the moment of the call. */
  readonly onTaken: (partitions: readonly TopicPartition[]) => void;
  /** The brokers refuse this member, and will go on doing so. */
  readonly onRefused: (error: Error) => void;
}

/**
 * A member of a consumer group, with cooperative rebalancing: see `planShares`. Heartbeats go on whatever the handlers
 * do. While the brokers are away it keeps what it owns, as nobody else can be given it either; it drops all when they
 * say that they do not know it any more.
 */
export interface GroupMember {
  /**
   * Commits as the present generation. `check` throws where a partition is not owned; it is asked before each try, and
   * not while the group changes. Rejects as the brokers do, without a further try when they are away.
   */
  commit(check: () => void, commits: readonly Commit[]): Promise<void>;
  /** Gives up all partitions at once, or as soon as the brokers can be reached, at the latest by the end of the session. */
  leave(): Promise<void>;
}

/** The brokers have gone on without this member. */
const FORGOTTEN = new Set(['UNKNOWN_MEMBER_ID', 'ILLEGAL_GENERATION', 'FENCED_INSTANCE_ID']);
const LEAVE_MS = 2000;
const PENDING_HEARTBEAT_MS = 100;
/** How long a commit waits for the group to settle, ms. */
const KNOWING_MS = 10_000;

export function startGroupMember(options: GroupMemberOptions): GroupMember {
  const { link, group, topics, logger } = options;
  const stopping = new AbortController();
  let owned: readonly TopicPartition[] = [];
  let memberId = '';
  let generation = -1;
  let coordinator: number | undefined;
  let pending = false;
  let away = false;
  const knowing = createGate();
  let hurry: () => void = () => undefined;
  const running = run();

  async function ask<T>(request: (broker: KafkaBroker) => Promise<T>, waitMs = 0): Promise<T> {
    try {
      coordinator ??= await link.coordinator(group);
      return await link.call(coordinator, request, { waitMs });
    } catch (error) {
      const type = typeOf(error);
      if (type === undefined || type.includes('COORDINATOR')) coordinator = undefined;
      throw error;
    }
  }

  function drop(partitions: readonly TopicPartition[]): void {
    if (partitions.length === 0) return;
    const gone = new Set(partitions.map(keyOf));
    owned = owned.filter((at) => !gone.has(keyOf(at)));
    options.onTaken(partitions);
  }

  /** One round: joins, shares out if it is the leader, takes its share. Answers whether it must join again at once. */
  async function join(): Promise<boolean> {
    const claim = { topics, owned, generation };
    const waitMs = options.rebalanceTimeoutMs;
    const joined = await ask(
      (broker) =>
        broker.joinGroup({
          groupId: group,
          sessionTimeout: options.sessionTimeoutMs,
          rebalanceTimeout: options.rebalanceTimeoutMs,
          memberId,
          groupProtocols: [{ name: PROTOCOL, metadata: encodeClaim(claim) }],
        }),
      waitMs,
    );
    memberId = joined.memberId;
    const groupAssignment = joined.leaderId === joined.memberId ? await shareOut(joined.members) : [];
    const { generationId } = joined;
    const synced = await ask(
      (broker) => broker.syncGroup({ groupId: group, generationId, memberId, groupAssignment }),
      waitMs,
    );
    if (stopping.signal.aborted) return false;
    generation = generationId;
    const share = decodeShare(synced.memberAssignment);
    const wanted = new Set(share.partitions.map(keyOf));
    const had = new Set(owned.map(keyOf));
    const taken = owned.filter((at) => !wanted.has(keyOf(at)));
    const given = share.partitions.filter((at) => !had.has(keyOf(at)));
    drop(taken);
    owned = share.partitions;
    ({ pending } = share);
    options.onGiven(given, !pending);
    return taken.length > 0;
  }

  async function shareOut(
    members: Parameters<typeof decodeClaims>[0],
  ): Promise<{ memberId: string; memberAssignment: Buffer }[]> {
    const claims = decodeClaims(members);
    const counts = new Map<string, number>();
    for (const topic of new Set(claims.flatMap((claim) => claim.topics)))
      counts.set(topic, await link.partitions(topic));
    return [...planShares(claims, counts)].map(([id, share]) => ({
      memberId: id,
      memberAssignment: encodeShare(share),
    }));
  }

  /** Heartbeats until the group changes. */
  async function stay(): Promise<void> {
    for (let attempt = 0; ;) {
      await rest(
        attempt === 0 ? (pending ? PENDING_HEARTBEAT_MS : options.heartbeatMs) : retryDelay(attempt),
      );
      if (stopping.signal.aborted) return;
      try {
        await ask((broker) => broker.heartbeat({ groupId: group, groupGenerationId: generation, memberId }));
        attempt = 0;
        back();
        knowing.open();
      } catch (error) {
        const type = typeOf(error);
        if (type === 'REBALANCE_IN_PROGRESS') return;
        if (FORGOTTEN.has(type ?? '') || isRefusal(error)) throw error;
        report(error);
        attempt += 1;
        await link.refresh().catch(() => undefined);
      }
    }
  }

  async function rest(ms: number): Promise<void> {
    const awake = new AbortController();
    hurry = () => {
      awake.abort();
    };
    await pause(systemClock, ms, AbortSignal.any([awake.signal, stopping.signal]));
  }

  async function run(): Promise<void> {
    for (let attempt = 0; !stopping.signal.aborted;) {
      try {
        const again = await join();
        attempt = 0;
        back();
        if (again) continue;
        knowing.open();
        await stay();
        knowing.shut();
      } catch (error) {
        knowing.shut();
        if (stopping.signal.aborted) break;
        if (FORGOTTEN.has(typeOf(error) ?? '')) {
          memberId = '';
          generation = -1;
          drop(owned);
        } else if (isRefusal(error)) {
          drop(owned);
          options.onRefused(toLogError(error, `Group ${group}`));
          break;
        } else if (typeOf(error) !== 'REBALANCE_IN_PROGRESS') {
          report(error);
          await link.refresh().catch(() => undefined);
        }
        attempt += 1;
        await pause(systemClock, retryDelay(attempt), stopping.signal);
      }
    }
    knowing.open();
  }

  function report(error: unknown): void {
    if (!away) logger?.warn({ err: error, group }, 'the group cannot be reached; trying again');
    away = true;
  }

  function back(): void {
    if (away) logger?.info({ group }, 'the group can be reached again');
    away = false;
  }

  return {
    async commit(check, commits) {
      for (;;) {
        await knowing.whenOpen(KNOWING_MS);
        check();
        const sentAs = generation;
        try {
          await ask((broker) =>
            broker.offsetCommit({
              groupId: group,
              groupGenerationId: sentAs,
              memberId,
              topics: commits.map(({ topic, partition, offset, metadata = '' }) => ({
                topic,
                partitions: [{ partition, offset: String(offset), metadata }],
              })),
            }),
          );
          return;
        } catch (error) {
          const type = typeOf(error) ?? '';
          if (type !== 'REBALANCE_IN_PROGRESS' && !FORGOTTEN.has(type)) throw error;
          // The group is changing: hear of it now, and see what is still owned then.
          if (generation === sentAs && !stopping.signal.aborted) {
            knowing.shut();
            hurry();
          }
        }
      }
    },
    async leave() {
      stopping.abort();
      hurry();
      knowing.open();
      let timer: NodeJS.Timeout | undefined;
      const goodbye = async (): Promise<void> => {
        await running;
        if (memberId) await ask((broker) => broker.leaveGroup({ groupId: group, memberId }));
      };
      await Promise.race([
        goodbye().catch(() => undefined),
        new Promise<void>((resolve) => {
          timer = setTimeout(resolve, LEAVE_MS);
        }),
      ]);
      clearTimeout(timer);
      owned = [];
    },
  };
}

/** Lets through while it is open; shut while the member does not know what it owns. */
function createGate(): { open(): void; shut(): void; whenOpen(timeoutMs: number): Promise<void> } {
  let isOpen = false;
  let waiting: (() => void)[] = [];
  return {
    open() {
      isOpen = true;
      const woken = waiting;
      waiting = [];
      for (const go of woken) go();
    },
    shut() {
      isOpen = false;
    },
    async whenOpen(timeoutMs) {
      if (isOpen) return;
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve, reject) => {
        waiting.push(resolve);
        timer = setTimeout(() => {
          reject(new Error('the group has not settled in time'));
        }, timeoutMs);
      });
      clearTimeout(timer);
    },
  };
}
