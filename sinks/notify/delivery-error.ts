import { ChatpulseError } from '../../core/errors.ts';

export interface DeliveryErrorOptions {
  /** What the destination said, without secrets. */
  readonly message: string;
  /** It answered and said no; otherwise it is away, and nobody knows whether it took the notice. */
  readonly refused: boolean;
  /** Some of the destination have it, others may take it later; then it is not refused. */
  readonly partly?: boolean;
  /** How long it asks to be left alone, ms. */
  readonly retryAfterMs?: number | null;
}

/** A notice was not delivered by this attempt. */
export class DeliveryError extends ChatpulseError {
  readonly refused: boolean;
  readonly partly: boolean;
  readonly retryAfterMs: number | null;

  constructor({ message, refused, partly = false, retryAfterMs = null }: DeliveryErrorOptions) {
    super(refused ? 'CHATPULSE_NOTICE_REFUSED' : 'CHATPULSE_NOTICE_UNDELIVERED', { message });
    this.name = 'DeliveryError';
    this.refused = refused;
    this.partly = partly;
    this.retryAfterMs = retryAfterMs;
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
