// Asks the role in this container whether it can do its work; ends with 1 where it cannot.
const port = process.env.CHATPULSE_HEALTH_PORT || process.env.CHATPULSE_PORT || '8080';
const answer = await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(4_000) }).catch(
  () => undefined,
);
process.exitCode = answer?.ok ? 0 : 1;
