import { readFileSync } from 'node:fs';
import { ChatpulseError } from '../../core/errors.ts';
import { isSecretSafe, type NoticeSettings } from '../../core/notice-settings.ts';
import { createMailNotifier } from './mail/mail-notifier.ts';
import { createMailServer } from './mail/smtp.ts';
import type { Notifier } from './port.ts';
import { defaultRoutes, routesFileSchema, type DestinationSetting, type Route } from './routes/routes.ts';
import { createSlackNotifier } from './slack/slack-notifier.ts';
import type { Reading } from './texts/describe.ts';

/** Where notices can go, and which go where. */
export interface Destinations {
  readonly notifiers: readonly Notifier[];
  readonly routes: readonly Route[];
}

/**
 * The destinations of the settings, or of the file of routes where there is one.
 * @throws ChatpulseError CHATPULSE_ROUTES_UNUSABLE
 */
export function openDestinations(settings: NoticeSettings): Destinations {
  if (settings.routesFile !== undefined) {
    const { destinations, routes } = readRoutesFile(settings.routesFile);
    return { notifiers: destinations.map((one) => open(one, settings)), routes };
  }
  const { slackWebhookUrl, smtpUrl, alertMailTo } = settings;
  const found: DestinationSetting[] = [
    ...(slackWebhookUrl === undefined ? [] : [{ kind: 'slack' as const, name: 'slack' }]),
    ...(smtpUrl === undefined || alertMailTo.length === 0 ? [] : [{ kind: 'mail' as const, name: 'mail' }]),
  ];
  return {
    notifiers: found.map((one) => open(one, settings)),
    routes: defaultRoutes(found.map(({ name }) => name)),
  };
}

function readRoutesFile(file: string): ReturnType<typeof routesFileSchema.parse> {
  try {
    return routesFileSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    // The file may hold addresses that are secret: only where it is wrong is told.
    const issues = error instanceof Error && 'issues' in error ? error.issues : [];
    const places = (issues as { path: PropertyKey[]; message: string }[]).map(
      ({ path, message }) => `${path.map(String).join('.')}: ${message}`,
    );
    throw unusable(places.length > 0 ? places.join('; ') : 'it cannot be read as JSON');
  }
}

function open(destination: DestinationSetting, settings: NoticeSettings): Notifier {
  const { name, kind } = destination;
  const reading = (): Reading => ({
    language: destination.language ?? settings.language,
    zone: settings.zone,
    now: Date.now(),
  });
  if (kind === 'slack') {
    const webhookUrl = destination.webhookUrl ?? settings.slackWebhookUrl;
    if (webhookUrl === undefined) throw unusable(`"${name}" has no webhookUrl`);
    if (!isSecretSafe(webhookUrl)) throw unusable(`the webhookUrl of "${name}" must begin with https://`);
    return createSlackNotifier({ name, webhookUrl, reading });
  }
  const { smtpUrl, mailFrom } = settings;
  const to = destination.to ?? settings.alertMailTo;
  if (smtpUrl === undefined || mailFrom === undefined)
    throw unusable(`"${name}" needs CHATPULSE_SMTP_URL and CHATPULSE_MAIL_FROM`);
  if (to.length === 0) throw unusable(`"${name}" has no mailboxes`);
  return createMailNotifier({ name, server: createMailServer(smtpUrl), from: mailFrom, to, reading });
}

function unusable(reason: string): ChatpulseError {
  return new ChatpulseError('CHATPULSE_ROUTES_UNUSABLE', { message: `The routes of notices: ${reason}.` });
}
