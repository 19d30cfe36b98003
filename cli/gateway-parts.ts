import { fileURLToPath } from 'node:url';
import type { Config } from '../core/config.ts';
import type { GatewayOptions } from '../gateway/options.ts';
import type { ChatSource } from '../producers/port.ts';
import { recogniseAddress } from '../producers/registry.ts';
import { capabilitiesOf } from './embedded/capabilities.ts';
import { listRecordings, planRecording } from './embedded/recordings.ts';
import { VERSION } from './version.ts';

/** What a gateway is given of the settings and the sources, in one process with everything else or alone. */
export function gatewayParts(
  config: Config,
  sources: readonly ChatSource[],
): Pick<GatewayOptions, 'recognise' | 'planReplay' | 'recordings' | 'capabilities' | 'config'> {
  return {
    recognise: recogniseAddress,
    planReplay: (input, existing) => planRecording(sources, input, existing),
    recordings: () => listRecordings(config.dataDir),
    capabilities: capabilitiesOf(sources),
    config: {
      host: config.host,
      port: config.port,
      token: config.token,
      origins: config.origins,
      trustedProxies: config.trustedProxies,
      staticDir: fileURLToPath(new URL('../gateway/web', import.meta.url)),
      version: VERSION,
    },
  };
}
