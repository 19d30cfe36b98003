import { IncomingWebhook, IncomingWebhookHTTPError, IncomingWebhookRequestError } from '@slack/webhook';
import { parseRetryAfter } from '../../../core/retry-after.ts';
import { DeliveryError } from '../delivery-error.ts';
import { neverConnected } from '../never-connected.ts';
import type { Notifier } from '../port.ts';
import { describeNotice, type Reading } from '../texts/describe.ts';
import { slackMessage } from './blocks.ts';

export interface SlackOptions {
  readonly name: string;
  /** Secret: whoever knows it can write into the channel. */
  readonly webhookUrl: string;
  readonly reading: () => Reading;
}

/** Of what a server answers no more is read: a real one says a word. */
const MOST_ANSWER_BYTES = 4_096;

/**
 * A channel of Slack by its incoming webhook. Slack knows no idempotency key: a repeat after a crash shows as a second
 * message, whose footer is the same.
 */
export function createSlackNotifier({ name, webhookUrl, reading }: SlackOptions): Notifier {
  const closing = new AbortController();
  return {
    name,
    async deliver(notice, signal) {
      let retryAfter: string | null = null;
      const either = AbortSignal.any([signal, closing.signal]);
      const webhook = new IncomingWebhook(webhookUrl, {
        fetch: async (url, init) => {
          const response = await fetch(url, { ...init, signal: either });
          retryAfter = response.headers.get('retry-after');
          return new Response(await firstBytes(response, either), {
            status: response.status,
            statusText: response.statusText,
          });
        },
      });
      try {
        const { text } = await webhook.send(slackMessage(describeNotice(notice, reading())));
        if (text.trim() !== 'ok')
          throw new DeliveryError({ message: 'An answer that is not one of Slack.', refused: true });
        return { detail: text.trim() };
      } catch (error) {
        throw failureOf(error, { webhookUrl, retryAfter, aborted: either.aborted });
      }
    },
    close: async () => closing.abort(),
  };
}

/**
 * Watches the signal itself: fetch holds its own link to it so weakly that an answer which stalls after its headers may
 * never hear of it. @throws the reason of the signal
 */
async function firstBytes(response: Response, signal: AbortSignal): Promise<string> {
  const reader = response.body?.getReader();
  if (!reader) return '';
  const giveUp = (): void => void reader.cancel().catch(() => undefined);
  signal.addEventListener('abort', giveUp, { once: true });
  const chunks: Uint8Array[] = [];
  try {
    for (let bytes = 0; bytes < MOST_ANSWER_BYTES;) {
      const { value, done } = await reader.read();
      if (done) break;
      chunks.push(value);
      bytes += value.byteLength;
    }
    signal.throwIfAborted();
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
  await reader.cancel();
  return Buffer.concat(chunks).subarray(0, MOST_ANSWER_BYTES).toString('utf8');
}

function failureOf(
  error: unknown,
  of: { readonly webhookUrl: string; readonly retryAfter: string | null; readonly aborted: boolean },
): DeliveryError {
  if (error instanceof DeliveryError) return error;
  if (of.aborted) return new DeliveryError({ message: 'No answer in time.', refused: false });
  if (error instanceof IncomingWebhookHTTPError)
    return new DeliveryError({
      message: `Status ${error.statusCode}: ${said(error.body, of.webhookUrl)}`,
      refused: true,
      retryAfterMs: parseRetryAfter(of.retryAfter ?? undefined, Date.now()),
    });
  const cause = error instanceof IncomingWebhookRequestError ? error.original : error;
  const reason = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  return new DeliveryError({
    message: said(reason instanceof Error ? reason.message : String(reason), of.webhookUrl),
    refused: false,
    untaken: neverConnected(reason),
  });
}

/** What it said, as a line; an error that repeats the address would give the secret away. */
function said(text: string, webhookUrl: string): string {
  const { pathname } = new URL(webhookUrl);
  const line = text
    .replaceAll(webhookUrl, '…')
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, 200);
  return pathname.length > 1 ? line.replaceAll(pathname, '…') : line;
}
