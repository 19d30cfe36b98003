/** How many watch is asked as often as the figure is worth it, ms; the platforms' own pages ask more often. */
export const AUDIENCE_MS = 30_000;
/** A platform that does not tell it is left alone with it for a while, ms: the chat matters more. */
export const AUDIENCE_AFTER_FAILURE_MS = 300_000;
