import { ChatpulseError } from '../../../core/errors.ts';

const DEFAULT_PORT = 8086;
const DEFAULT_DATABASE = 'chatpulse';

/** Where a database of InfluxDB is. */
export interface InfluxAddress {
  readonly protocol: 'http' | 'https';
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly username: string | undefined;
  readonly password: string | undefined;
}

/**
 * Reads `influxdb://user:password@host:8086/database`; `?tls=true` for TLS. Port 8086 and database `chatpulse` where it
 * names none.
 * @throws ChatpulseError CHATPULSE_CONFIG_INVALID that repeats nothing of the address, for it may hold a password
 */
export function parseInfluxUrl(url: string): InfluxAddress {
  try {
    const { protocol, hostname, port, pathname, username, password, searchParams } = new URL(url);
    if (protocol !== 'influxdb:' || hostname === '') throw new TypeError('not an address of InfluxDB');
    const database = decodeURIComponent(pathname.replace(/^\/+|\/+$/g, ''));
    return {
      protocol: searchParams.get('tls') === 'true' ? 'https' : 'http',
      host: hostname.replace(/^\[|\]$/g, ''),
      port: port === '' ? DEFAULT_PORT : Number(port),
      database: database === '' ? DEFAULT_DATABASE : database,
      username: username === '' ? undefined : decodeURIComponent(username),
      password: password === '' ? undefined : decodeURIComponent(password),
    };
  } catch {
    throw new ChatpulseError('CHATPULSE_CONFIG_INVALID', {
      message:
        'The address of the metric store is no valid InfluxDB address (influxdb://user:password@host:8086/database).',
    });
  }
}
