import type { AlertView } from '../../core/alerts/alert-view.ts';
import { subjectKey } from '../../core/alerts/alert-view.ts';
import type { AlertBook } from '../../core/alerts/alert-book.ts';
import type { Clock } from '../../core/clock.ts';
import type { ChatpulseEvent } from '../../core/events/codec.ts';
import { describeAlert } from '../http/describe-alert.ts';
import type { ClientMessage, ServerMessage } from './protocol.ts';
import type { Viewer } from './viewer.ts';

/** What is open is told at most so far: whoever has more asks the API for pages. */
const MOST_OPEN = 200;

type Wish = Pick<ClientMessage & { type: 'follow-alerts' }, 'channel' | 'broadcast'>;

interface Follower {
  readonly wish: Wish;
  /** Something was left out while its connection took nothing: it is told anew what is open. */
  behind: boolean;
}

/** Alerts as they change, for the viewers that follow them. */
export interface AlertFeed {
  /** Tells what is open, and from then on every change; a new wish replaces the one before. */
  follow(viewer: Viewer, wish: Wish): void;
  unfollow(viewer: Viewer): void;
  /** The connection of a viewer takes more again. */
  drained(viewer: Viewer): void;
  /** An event of `alert.events` that the book has taken. */
  take(event: ChatpulseEvent): void;
}

export function createAlertFeed(options: {
  readonly clock: Clock;
  readonly alerts: () => Pick<AlertBook, 'state'> | undefined;
}): AlertFeed {
  const { clock, alerts } = options;
  const followers = new Map<Viewer, Follower>();

  function tellOpen(viewer: Viewer, wish: Wish): void {
    const all = [...(alerts()?.state.alerts.values() ?? [])];
    const open = all.filter((alert) => alert.resolvedAt === null && fits(alert, wish)).slice(-MOST_OPEN);
    const now = clock.now();
    viewer.send({ type: 'alerts', open: open.reverse().map((alert) => describeAlert(alert, now)) });
  }

  function tell(message: ServerMessage, isFor: (wish: Wish) => boolean): void {
    const text = JSON.stringify(message);
    for (const [viewer, follower] of followers) {
      if (!isFor(follower.wish)) continue;
      if (viewer.takes()) viewer.sendText(text);
      else follower.behind = true;
    }
  }

  return {
    follow(viewer, { channel, broadcast }) {
      const wish = { channel, broadcast };
      followers.set(viewer, { wish, behind: false });
      tellOpen(viewer, wish);
    },
    unfollow: (viewer) => void followers.delete(viewer),
    drained(viewer) {
      const follower = followers.get(viewer);
      if (!follower?.behind) return;
      follower.behind = false;
      tellOpen(viewer, follower.wish);
    },
    take(event) {
      if (followers.size === 0) return;
      if (event.type === 'AlertRulesChanged') {
        tell({ type: 'alert-rules', version: event.data.version }, () => true);
        return;
      }
      const state = alerts()?.state;
      if (!state) return;
      for (const id of concernedBy(event, state.open)) {
        const alert = state.alerts.get(id);
        if (alert)
          tell({ type: 'alert', alert: describeAlert(alert, clock.now()) }, (wish) => fits(alert, wish));
      }
    },
  };
}

/** The alert that an event is about; a mute also changes what is open of its subject. */
function concernedBy(event: ChatpulseEvent, open: ReadonlyMap<string, string>): ReadonlySet<string> {
  if (!('alertId' in event.data)) return new Set();
  const { alertId } = event.data;
  if (event.type !== 'AlertMuted') return new Set([alertId]);
  return new Set([alertId, open.get(subjectKey(event.data.rule, event.data.subject)) ?? alertId]);
}

function fits(alert: Pick<AlertView, 'channelId' | 'broadcastId'>, { channel, broadcast }: Wish): boolean {
  return (
    (channel === undefined || alert.channelId === channel) &&
    (broadcast === undefined || alert.broadcastId === broadcast)
  );
}
