import { randomUUID } from 'node:crypto';
import type { Request, Router } from 'express';
import { startAlertBook, type AlertBook, type AlertBookOptions } from '../../core/alerts/alert-book.ts';
import { createAlertRuleCommands } from '../commands/alert-rules.ts';
import { createAlertCommands } from '../commands/alerts.ts';
import { alertRoutes } from '../http/alert-routes.ts';
import { alertRulesRoutes } from '../http/alert-rules-routes.ts';
import { linkRoutes } from '../http/link-routes.ts';
import { noticeRoutes } from '../http/notice-routes.ts';
import type { Route } from '../http/route.ts';
import { createAlertFeed, type AlertFeed } from '../live/alert-feed.ts';
import type { GatewayNotices } from '../options.ts';

export interface GatewayAlertsOptions extends Omit<AlertBookOptions, 'onEvent'> {
  readonly notices: GatewayNotices | undefined;
  /** Takes a token of an address; answers ms to wait. */
  readonly admit: (address: string) => number;
  readonly addressOf: (request: Request) => string;
}

/** Alerts, their rules and their notices in a gateway: one book of `alert.events` for all of it. */
export interface GatewayAlerts {
  readonly book: AlertBook;
  readonly feed: AlertFeed;
  readonly routes: readonly Route[];
  /** Where the links in notices lead. */
  readonly links: Router;
  close(): Promise<void>;
}

export async function startGatewayAlerts(options: GatewayAlertsOptions): Promise<GatewayAlerts> {
  const { notices, admit, addressOf, ...bookOptions } = options;
  const { clock } = bookOptions;
  // Without a secret of the settings no link is handed out that this one would have to fit.
  const { notifiers, linkSecret } = notices ?? { notifiers: [], linkSecret: randomUUID() };
  // The feed tells of what the book holds, and the book tells the feed when that changes.
  const late: { book?: AlertBook } = {};
  const feed = createAlertFeed({ clock, alerts: () => late.book });
  const book = await startAlertBook({ ...bookOptions, onEvent: (event) => feed.take(event) });
  late.book = book;
  const commands = createAlertCommands({ alerts: book, clock, notifiers });
  return {
    book,
    feed,
    routes: [
      ...alertRoutes({ alerts: book, commands, clock }),
      ...alertRulesRoutes(createAlertRuleCommands({ alerts: book, clock })),
      ...noticeRoutes({ alerts: book, commands, notifiers, clock }),
    ],
    links: linkRoutes({ secret: linkSecret, alerts: book, commands, clock, admit, addressOf }),
    async close() {
      await book.close();
      for (const notifier of notifiers) await notifier.close();
    },
  };
}
