/**
 * Whether an error says that no connection came about, so that a destination has surely not taken what was for it: the name
 * is not known, or nobody listens there. As Node's sockets and its fetch name it.
 */
export function neverConnected(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  // Of a name with several addresses each has failed.
  if (error instanceof AggregateError) return error.errors.length > 0 && error.errors.every(neverConnected);
  const { syscall, code } = error as NodeJS.ErrnoException;
  return syscall === 'connect' || syscall === 'getaddrinfo' || code === 'UND_ERR_CONNECT_TIMEOUT';
}
