import { fileURLToPath } from 'node:url';
import type { Config } from '../core/config.ts';
import type { Contact, GatewayOptions } from '../gateway/options.ts';
import { linkSecretOf } from '../core/notice-links.ts';
import { createContactMail } from '../sinks/notify/mail/contact-mail.ts';
import { createMailServer } from '../sinks/notify/mail/smtp.ts';
import { openDestinations } from '../sinks/notify/destinations.ts';
import { loadModelReports } from '../language/reports/load.ts';
import type { ChatSource } from '../producers/port.ts';
import { recogniseAddress } from '../producers/registry.ts';
import { listRecordings, planRecording } from './embedded/recordings.ts';
import { describePlatforms } from './platforms.ts';
import { VERSION } from './version.ts';

/** What a gateway is given of the settings and the sources, in one process with everything else or alone. */
export function gatewayParts(
  config: Config,
  sources: readonly ChatSource[],
): Pick<
  GatewayOptions,
  'recognise' | 'planReplay' | 'recordings' | 'models' | 'platforms' | 'notices' | 'contact' | 'config'
> {
  const contact = contactOf(config);
  return {
    recognise: recogniseAddress,
    planReplay: (input, existing) => planRecording(sources, input, existing),
    recordings: () => listRecordings(config.dataDir),
    models: () => loadModelReports(),
    platforms: describePlatforms(sources),
    notices: { notifiers: openDestinations(config.notices).notifiers, linkSecret: linkSecretOf(config) },
    ...(contact && { contact }),
    config: {
      host: config.host,
      port: config.port,
      token: config.token,
      origins: config.origins,
      trustedProxies: config.trustedProxies,
      staticDir: fileURLToPath(new URL('../gateway/web', import.meta.url)),
      version: VERSION,
      grafanaUrl: config.notices.grafanaUrl,
    },
  };
}

/** Undefined where nobody is to be written to. */
function contactOf({ notices: { contactMailTo: mailTo, smtpUrl, mailFrom } }: Config): Contact | undefined {
  if (mailTo === undefined) return undefined;
  if (smtpUrl === undefined || mailFrom === undefined) return { mailTo };
  return {
    mailTo,
    ...createContactMail({ server: createMailServer(smtpUrl), from: mailFrom, to: mailTo }),
  };
}
