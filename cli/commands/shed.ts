import { InvalidArgumentError, type Command } from 'commander';
import { setTimeout as pause } from 'node:timers/promises';
import { plural } from '../../core/plural.ts';
import { serverAt } from '../client/reach-server.ts';
import { createProgressLine } from '../progress-line.ts';

const HELP = `
Behind a balancer a gateway that comes back stays empty while its viewers sit at the others. Let one of those give a
share of them away: each is told to connect again, the balancer sends it to the gateway with the fewest connections, and
it goes on there with its cursor, missing nothing. Ask the gateway itself, not the balancer. With two gateways, one of
them just back and empty: --share 0.5. A share of 0 ends the order.

URL is the address of the gateway; by default the one that the settings of this shell name (CHATPULSE_HOST,
CHATPULSE_PORT). CHATPULSE_TOKEN is sent where it is set.

Example:
  chatpulse shed http://10.0.0.7:8080 --share 0.5 --over 30`;

interface ShedOptions {
  readonly share: number;
  readonly over: number;
}

/** Adds `chatpulse shed`. */
export function registerShed(program: Command): void {
  program
    .command('shed')
    .description('give viewers of a gateway to the others')
    .argument('[url]', 'the gateway')
    .requiredOption('--share <number>', 'of its connections, 0 to 1', numberFrom(0, 1))
    .option('--over <seconds>', 'the time over which they are given away', numberFrom(0, 3_600), 30)
    .addHelpText('after', HELP)
    .action(async (url: string | undefined, options: ShedOptions) => shed(url, options));
}

async function shed(url: string | undefined, { share, over }: ShedOptions): Promise<void> {
  const client = serverAt(url);
  const progress = createProgressLine();
  try {
    const before = await client.gateway();
    let now = await client.shed(share, over);
    while (now.shedding) {
      progress.show(
        `shed: ${now.shedding.done} of ${now.shedding.planned} ${plural(now.shedding.planned, 'connection')}`,
      );
      await pause(500);
      now = await client.gateway();
    }
    const sent = now.sentAway - before.sentAway;
    process.stdout.write(
      `${sent} ${plural(sent, 'viewer was', 'viewers were')} sent to other gateways; ${now.connections} ${plural(now.connections, 'is', 'are')} connected.\n`,
    );
  } finally {
    progress.end();
  }
}

function numberFrom(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    if (!(value >= least && value <= most)) throw new InvalidArgumentError(`From ${least} to ${most}.`);
    return value;
  };
}
