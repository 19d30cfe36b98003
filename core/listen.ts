import type { Server } from 'node:http';
import { ChatpulseError } from './errors.ts';

/**
 * Begins to listen, at any free port where `port` is 0. Resolves with the port in use.
 * @throws ChatpulseError CHATPULSE_PORT_BUSY
 */
export function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const busy = error.code === 'EADDRINUSE';
      const coded = new ChatpulseError('CHATPULSE_PORT_BUSY', {
        message: `Port ${port} of ${host} is in use.`,
        cause: error,
      });
      reject(busy ? coded : error);
    });
    server.listen({ host, port }, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}
