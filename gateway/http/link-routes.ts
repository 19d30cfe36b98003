import express, { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import type { AlertBook } from '../../core/alerts/alert-book.ts';
import type { Clock } from '../../core/clock.ts';
import { ChatpulseError } from '../../core/errors.ts';
import { createLinkSigner, type LinkClaim } from '../../core/notice-links.ts';
import type { AlertCommands } from '../commands/alerts.ts';
import { linkPage, type LinkPage } from './link-page.ts';
import { refuseTooMany } from './too-many.ts';

export interface LinkOptions {
  readonly secret: string;
  readonly alerts: AlertBook;
  readonly commands: AlertCommands;
  readonly clock: Clock;
  /** Takes a token of an address; answers ms to wait. */
  readonly admit: (address: string) => number;
  readonly addressOf: (request: Request) => string;
}

const DEFAULT_MINUTES = 60;
/** What the form of the page cannot send counts as its first choice. */
const formSchema = z.object({
  minutes: z.coerce.number().int().min(1).max(43_200).catch(DEFAULT_MINUTES),
});

/**
 * Where the links in notices lead. The link is all that its reader needs: no token is asked for. Looking changes
 * nothing, so that a program that previews links acknowledges nothing; only the button of the page does.
 */
export function linkRoutes(options: LinkOptions): Router {
  const { alerts, commands, clock, admit, addressOf } = options;
  const signer = createLinkSigner(options.secret);
  const router = Router();

  router.use((request, response, next) => {
    response.set('Cache-Control', 'no-store');
    refuseTooMany(response, admit(addressOf(request)), 'Too many requests from this address.');
    next();
  });

  function show(request: Request, response: Response, page: Omit<LinkPage, 'language'>, status = 200): void {
    const language = request.acceptsLanguages('ko', 'en') === 'en' ? 'en' : 'ko';
    response
      .status(status)
      .type('html')
      .send(linkPage({ ...page, language }));
  }

  /** What the link lets do; undefined after the page that says that it lets do nothing. */
  function claimOf(request: Request, response: Response): LinkClaim | undefined {
    try {
      return signer.read(String(request.params['token']), clock.now());
    } catch (error) {
      if (!(error instanceof ChatpulseError)) throw error;
      show(request, response, { step: 'invalid' }, error.status);
      return undefined;
    }
  }

  router.get('/:token', (request, response) => {
    const claim = claimOf(request, response);
    if (!claim) return;
    const alert = alerts.state.alerts.get(claim.alertId);
    show(request, response, { step: 'confirm', action: claim.action, ...(alert && { alert }) });
  });
  router.post(
    '/:token',
    express.urlencoded({ extended: false, limit: 1_024 }),
    async (request: Request, response: Response) => {
      const claim = claimOf(request, response);
      if (!claim) return;
      const { minutes } = formSchema.parse(request.body ?? {});
      try {
        const alert =
          claim.action === 'acknowledge'
            ? await commands.acknowledge(claim.alertId, 'link')
            : await commands.mute(claim.alertId, minutes, 'link');
        show(request, response, { step: 'done', action: claim.action, alert });
      } catch (error) {
        if (!(error instanceof ChatpulseError)) throw error;
        // It is over for so long that it was forgotten, or the log is away: a reader of a mail is told so as a page.
        const step = error.code === 'CHATPULSE_ALERT_UNKNOWN' ? 'invalid' : 'later';
        show(request, response, { step, action: claim.action }, error.status);
      }
    },
  );
  return router;
}
