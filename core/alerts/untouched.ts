/** Of an alert that was raised, and to which nothing has happened since. */
export const UNTOUCHED = {
  resolvedAt: null,
  resolution: null,
  acknowledgedAt: null,
  acknowledgedBy: null,
  mutedUntil: null,
  mutes: [],
  deliveries: [],
} as const;
