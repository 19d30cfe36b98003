/** Messages per second of the load; CHATPULSE_RATE for a slow machine. */
export const RATE = Number(process.env['CHATPULSE_RATE'] ?? 1_000);
