import WebSocket from 'ws';
import type { ServerMessage } from '../../gateway/live/protocol.ts';

/** A page as the server sees it: one WebSocket that subscribes and takes what comes. */
export interface Viewer {
  messages: number;
  skipped: number;
  frames: number;
  close(): void;
}

export interface ViewerOptions {
  readonly url: string;
  readonly broadcasts: readonly string[];
  /** Called with each message's id when it is received. */
  readonly onMessage?: (id: string) => void;
}

export async function openViewer({ url, broadcasts, onMessage }: ViewerOptions): Promise<Viewer> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/ws`, { origin: url, maxPayload: 1 << 26 });
  const viewer: Viewer = { messages: 0, skipped: 0, frames: 0, close: () => socket.close() };
  socket.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString('utf8')) as ServerMessage;
    if (message.type === 'frame') {
      viewer.frames += 1;
      viewer.messages += message.messages.length;
      viewer.skipped += message.skipped ?? 0;
      if (onMessage) for (const { id } of message.messages) onMessage(id);
    } else if (message.type === 'error') throw new Error(`${message.code}: ${message.detail}`);
  });
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  for (const broadcast of broadcasts) socket.send(JSON.stringify({ type: 'subscribe', broadcast }));
  return viewer;
}
