import { ChatpulseError } from '../../core/errors.ts';

export interface DeliveryErrorOptions {
  /** What the destination said, without secrets. */
  readonly message: string;
  /** It answered and said no; otherwise it is away, and nobody knows whether it took the notice. */
  readonly refused: boolean;
  /** There was no connection: surely nothing was taken. */
  readonly untaken?: boolean;
  /** Some of the destination have it, and in this attempt it was there: others may take it later. Not refused then. */
  readonly partly?: boolean;
  /** It answered of the mailbox that was asked for, and not of itself: it is there. */
  readonly ofMailbox?: boolean;
  /** How long it asks to be left alone, ms. */
  readonly retryAfterMs?: number | null;
}

/** A notice was not delivered by this attempt. */
export class DeliveryError extends ChatpulseError {
  readonly refused: boolean;
  readonly untaken: boolean;
  readonly partly: boolean;
  readonly ofMailbox: boolean;
  readonly retryAfterMs: number | null;

  constructor(options: DeliveryErrorOptions) {
    const { message, refused, untaken = false, partly = false, ofMailbox = false } = options;
    super(refused ? 'CHATPULSE_NOTICE_REFUSED' : 'CHATPULSE_NOTICE_UNDELIVERED', { message });
    this.name = 'DeliveryError';
    this.refused = refused;
    this.untaken = untaken;
    this.partly = partly;
    this.ofMailbox = ofMailbox;
    this.retryAfterMs = options.retryAfterMs ?? null;
  }
}

/** Any failure of an attempt as a DeliveryError. */
export function toDeliveryError(error: unknown): DeliveryError {
  if (error instanceof DeliveryError) return error;
  return new DeliveryError({
    message: error instanceof Error ? error.message : String(error),
    refused: false,
  });
}
