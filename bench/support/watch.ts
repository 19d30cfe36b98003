import { isOver, type BroadcastState } from '../../gateway/http/broadcast-states.ts';

/** Asks a server to watch an address; answers the ids of its broadcasts, of which a recording may have several. */
export async function watchAddress(
  serverUrl: string,
  input: { readonly url: string; readonly speed?: 'max' },
): Promise<readonly [string, ...string[]]> {
  const answer = await fetch(`${serverUrl}/api/broadcasts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(input),
  });
  if (!answer.ok) throw new Error(`${input.url} is not watched: ${await answer.text()}`);
  const { id, broadcasts = [] } = (await answer.json()) as { id: string; broadcasts?: { id: string }[] };
  return [id, ...broadcasts.map((broadcast) => broadcast.id).filter((other) => other !== id)];
}

/** Whether everything that a server was asked to watch has ended. */
export async function allEnded(serverUrl: string): Promise<boolean> {
  const answer = await fetch(`${serverUrl}/api/broadcasts`);
  const { broadcasts } = (await answer.json()) as { broadcasts: { state: BroadcastState }[] };
  return broadcasts.length > 0 && broadcasts.every(({ state }) => isOver(state));
}

/** Ends the watch of a broadcast. */
export async function stopWatching(serverUrl: string, broadcast: string): Promise<void> {
  const answer = await fetch(`${serverUrl}/api/broadcasts/${broadcast}/stop`, { method: 'POST' });
  if (!answer.ok) throw new Error(`${broadcast} does not stop: ${await answer.text()}`);
}
