/**
 * Connects again at once when the network is back or the page is looked at again, rather than after the pause of the
 * next try. Answers how to stop that.
 */
export function retryWhenBack(connection: { retryNow(): void }): () => void {
  const retry = (): void => {
    if (!document.hidden) connection.retryNow();
  };
  addEventListener('online', retry);
  document.addEventListener('visibilitychange', retry);
  return () => {
    removeEventListener('online', retry);
    document.removeEventListener('visibilitychange', retry);
  };
}
