import type { Response } from 'express';
import { ChatpulseError } from '../../core/errors.ts';

/**
 * Refuses what came too often, and says when it may come again.
 * @param waitMs as a limiter answers: 0 lets it through
 * @throws ChatpulseError CHATPULSE_RATE_LIMITED
 */
export function refuseTooMany(response: Response, waitMs: number, message: string): void {
  if (waitMs === 0) return;
  response.set('Retry-After', String(Math.ceil(waitMs / 1_000)));
  throw new ChatpulseError('CHATPULSE_RATE_LIMITED', { message });
}
