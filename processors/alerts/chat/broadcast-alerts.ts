import { makeAlertId } from '../../../core/alerts/alert-id.ts';
import { appliesTo, CHAT_RULES, type AlertRule, type ChatRuleName } from '../../../core/alerts/rule.ts';
import type { WindowUpdated } from '../../../core/events/generated.ts';
import type { Output } from '../../../core/runtime/processor.ts';
import { closed, IDLE, stepCondition, type Condition, type Observation } from '../condition.ts';
import { emitRaised, emitResolved, type Raising } from '../emit.ts';
import type { AlertSurroundings } from '../port.ts';
import { createChatFigures, STEP_MS } from './figures.ts';
import { findShareSurge, type ShareFinding } from './share-surge.ts';
import type { Share } from './share.ts';
import { createUsualShares } from './usual.ts';
import { findChatSurge, usualPerMinute } from './volume.ts';

/** What has lasted so long is no surge any more: it is how this broadcast is. */
const LONGEST_SURGE_MS = 20 * 60_000;
/** An alert of a broadcast of which nothing comes for so long is closed. */
const FORGOTTEN_MS = 60 * 60_000;
/** After the end of a broadcast its last windows may still come. */
const LAST_WINDOWS_MS = 10_000;

/** The alerts about the chat of one broadcast. Changes only with what it is given. */
export interface BroadcastAlerts {
  /** Takes a window that the log took at a time (ms since 1970). */
  take(window: WindowUpdated, appendTime: number, out: Output): void;
  /** Once a second: silence, and what an end has left open. Answers whether it may be forgotten. */
  tick(out: Output): boolean;
  /** Takes over what the log says is open: after a longer time than was read again. */
  adopt(): void;
}

type Finding = Observation &
  Pick<Raising, 'value' | 'threshold'> &
  Partial<Pick<Raising, 'baseline' | 'count' | 'detail'>>;

export function createBroadcastAlerts(broadcastId: string, around: AlertSurroundings): BroadcastAlerts {
  const figures = createChatFigures();
  const usualOf = createUsualShares(figures);
  const conditions = new Map<ChatRuleName, Condition>();
  let channelId = '';
  let recorded = false;
  let appendedAt = 0;
  /** When the log took the last window in which something new was said. */
  let spokenAt = 0;
  let newest = 0;
  /** Since when (by the log's clock) new windows are taken as they come: what was read again says nothing of silence. */
  let listensFrom = 0;

  const conditionOf = (name: ChatRuleName): Condition => conditions.get(name) ?? IDLE;
  const isOpen = (name: ChatRuleName): boolean => conditionOf(name).phase === 'open';

  function observe(name: ChatRuleName, rule: AlertRule, found: Finding, out: Output): void {
    const before = conditionOf(name);
    const { condition, action } = stepCondition(before, rule, found);
    conditions.set(name, condition);
    if (action === 'raise' && condition.phase === 'open') raise(name, rule, condition.startedAt, found, out);
    if (action === 'resolve' && before.phase === 'open')
      resolve(
        name,
        { startedAt: before.startedAt, reason: 'recovered', at: found.at, value: found.value },
        out,
      );
  }

  function raise(name: ChatRuleName, rule: AlertRule, startedAt: number, found: Finding, out: Output): void {
    const { value, threshold, baseline = null, count = 0, detail = null, at } = found;
    const known = around.latestOf(name, broadcastId);
    // What comes again after a crash was told by an earlier life, and may be resolved since.
    if (known && (known.resolvedAt === null || at <= known.raisedAt)) return;
    emitRaised(out, {
      name,
      rule,
      subject: broadcastId,
      broadcastId,
      channelId,
      value,
      threshold,
      baseline,
      count,
      detail,
      startedAt,
      at,
    });
  }

  interface Ending {
    readonly startedAt: number;
    readonly reason: 'recovered' | 'ended' | 'expired';
    readonly at: number;
    readonly value?: number;
  }

  function resolve(name: ChatRuleName, { startedAt, reason, at, value }: Ending, out: Output): void {
    const alertId = around.openOf(name, broadcastId)?.id ?? makeAlertId(name, broadcastId, startedAt);
    emitResolved(out, { alertId, name, subject: broadcastId, value: value ?? null, reason, at });
  }

  function closeAll(reason: 'ended' | 'expired', at: number, out: Output): void {
    for (const name of CHAT_RULES) {
      const condition = conditionOf(name);
      if (condition.phase === 'open') resolve(name, { startedAt: condition.startedAt, reason, at }, out);
      conditions.set(name, IDLE);
    }
  }

  /** What is open of a rule that watches this channel no longer is closed. */
  function watched(name: ChatRuleName, at: number, out: Output): AlertRule | undefined {
    const rule = around.rules()[name];
    if (appliesTo(rule, channelId)) return rule;
    const condition = conditionOf(name);
    if (condition.phase === 'open')
      resolve(name, { startedAt: condition.startedAt, reason: 'expired', at }, out);
    conditions.set(name, IDLE);
    return undefined;
  }

  function watchShare(name: ChatRuleName, share: Share, at: number, out: Output): void {
    const rule = watched(name, at, out);
    if (!rule) return;
    const found = findShareSurge({ figures, share, rule, usual: usualOf(share) });
    const holds = found.holds && (share === 'negative' || !isOpen('negative-surge'));
    // Only what holds is ever told.
    const detail = holds ? alsoProfane(share) : null;
    observe(name, rule, { ...shareFinding(found, at), holds, detail }, out);
    const condition = conditionOf(name);
    if (condition.phase !== 'open') return;
    figures.mark(condition.startedAt, newest, true);
    if (at - condition.raisedAt < LONGEST_SURGE_MS) return;
    resolve(name, { startedAt: condition.startedAt, reason: 'expired', at, value: found.share }, out);
    figures.mark(condition.startedAt, newest, false);
    conditions.set(name, { phase: 'idle', coolUntil: at + LONGEST_SURGE_MS });
  }

  /** A surge of negative messages that is full of profanity is one alert with both facts. */
  function alsoProfane(share: Share): string | null {
    const rule = around.rules()['profanity-burst'];
    if (share !== 'negative' || !rule.enabled) return null;
    const found = findShareSurge({ figures, share: 'profane', rule, usual: usualOf('profane') });
    if (found.share < found.threshold) return null;
    return `Profane as well: ${percent(found.share)} of the messages, usually ${percent(found.usual)}.`;
  }

  function watchVolume(at: number, out: Output): void {
    const rule = watched('chat-surge', at, out);
    if (!rule) return;
    const found = findChatSurge(figures, rule);
    const holds = found.holds && !isOpen('negative-surge') && !isOpen('profanity-burst');
    const told = {
      value: found.multiple,
      threshold: rule.threshold,
      baseline: found.usual,
      count: found.messages,
    };
    observe('chat-surge', rule, { ...found, ...told, holds, at }, out);
  }

  /** Silence has no windows: it is seen by the log's clock, and only where messages would have come. */
  function watchSilence(now: number, out: Output): void {
    const rule = watched('chat-silence', now, out);
    if (!rule || recorded || spokenAt === 0) return;
    const silent = (now - spokenAt) / 1000;
    const quiet = silent >= rule.threshold;
    const listened = (now - listensFrom) / 1000 >= rule.threshold;
    const usual = quiet || isOpen('chat-silence') ? usualPerMinute(figures) : undefined;
    const holds = quiet && listened && (usual ?? 0) >= rule.minimumCount && around.isHeard(broadcastId);
    const told = { value: silent, threshold: rule.threshold, baseline: usual ?? null };
    observe('chat-silence', rule, { at: now, holds, over: !quiet, since: spokenAt, ...told }, out);
  }

  /** The time of the newest thing said, as well as the log tells: within its window, and not after it was taken. */
  function timeOf(window: WindowUpdated, appendTime: number): number {
    const end = window.start + window.sizeMs;
    return recorded || window.closed
      ? Math.min(end, newest + STEP_MS)
      : clamp(appendTime, newest, newest + STEP_MS);
  }

  return {
    take(window, appendTime, out) {
      channelId = window.channelId === '' ? channelId : window.channelId;
      recorded = window.recorded;
      appendedAt = appendTime;
      const before = figures.steps.at(-1);
      if (window.sizeMs === STEP_MS) newest = Math.max(newest, window.start);
      const at = timeOf(window, appendTime);
      if (!figures.take(window, at) || window.sizeMs !== STEP_MS) return;
      const now = figures.steps.at(-1);
      if (now && (now.start !== before?.start || now.messages > before.messages)) spokenAt = appendTime;
      watchShare('negative-surge', 'negative', at, out);
      watchShare('profanity-burst', 'profane', at, out);
      watchVolume(at, out);
    },
    tick(out) {
      const now = around.now();
      const ended = around.endOf(broadcastId);
      if (ended !== undefined && now - appendedAt > LAST_WINDOWS_MS) {
        closeAll('ended', recorded ? newest + STEP_MS : ended, out);
        return true;
      }
      if (now - appendedAt > FORGOTTEN_MS) {
        closeAll('expired', recorded ? newest + STEP_MS : now, out);
        return true;
      }
      watchSilence(now, out);
      if (!recorded && now - appendedAt > STEP_MS) settleQuiet(now, out);
      return false;
    },
    adopt() {
      listensFrom = around.now();
      for (const name of CHAT_RULES) {
        const open = around.openOf(name, broadcastId);
        const condition = conditionOf(name);
        if (open && condition.phase !== 'open')
          conditions.set(name, {
            phase: 'open',
            startedAt: open.startedAt,
            raisedAt: open.raisedAt,
            overSince: null,
          });
        else if (!open && condition.phase === 'open')
          conditions.set(name, closed(around.rules()[name], condition.raisedAt));
      }
    },
  };

  /** Where nobody writes any more no window comes that could end a surge: it is over all the same. */
  function settleQuiet(now: number, out: Output): void {
    for (const name of ['negative-surge', 'profanity-burst', 'chat-surge'] as const) {
      const rule = around.rules()[name];
      if (isOpen(name))
        observe(name, rule, { at: now, holds: false, over: true, value: 0, threshold: 0 }, out);
    }
  }
}

function shareFinding(found: ShareFinding, at: number): Finding {
  return {
    at,
    holds: found.holds,
    over: found.over,
    since: found.since,
    value: found.share,
    threshold: found.threshold,
    baseline: found.usual,
    count: found.messages,
  };
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
