import type { Clock } from '../../core/clock.ts';
import { createClientAddress } from '../auth/client-address.ts';
import { createOriginGuard, type OriginGuard } from '../auth/origins.ts';
import { createTokenGuard, type TokenGuard } from '../auth/token.ts';
import { createAddressLimiter } from '../limits/token-bucket.ts';
import type { GatewayConfig, GatewayLimits } from '../options.ts';

/** Who may ask, from where, and how often. */
export interface Guards {
  readonly origins: OriginGuard;
  readonly tokens: TokenGuard;
  /** Of the client of a request, also behind a proxy. */
  readonly addressOf: ReturnType<typeof createClientAddress>;
  /** Takes a token of an address; answers ms to wait. */
  readonly admit: (address: string) => number;
  /** The same for attempts to sign in. */
  readonly admitSignIn: (address: string) => number;
}

export function createGuards(options: {
  readonly config: GatewayConfig;
  readonly limits: GatewayLimits;
  readonly clock: Clock;
}): Guards {
  const { config, limits, clock } = options;
  return {
    origins: createOriginGuard({ host: config.host, origins: config.origins ?? [] }),
    tokens: createTokenGuard({ ...(config.token !== undefined && { token: config.token }), clock }),
    addressOf: createClientAddress(config.trustedProxies ?? []),
    admit: createAddressLimiter({ perSecond: limits.requestsPerSecond, burst: limits.requestBurst, clock }),
    admitSignIn: createAddressLimiter({
      perSecond: limits.signInsPerMinute / 60,
      burst: limits.signInsPerMinute,
      clock,
    }),
  };
}
