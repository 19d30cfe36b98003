import { isHeld, readUncleanEnd, serverOf } from '../../core/data-folder.ts';
import { ok, warn, type Finding } from './finding.ts';
import { megabytes } from './check-machine.ts';

/** Who holds the folder now, or how the last run ended. */
export function checkLastRun(dataDir: string): { readonly held: boolean; readonly finding: Finding } {
  if (isHeld(dataDir)) return { held: true, finding: ok('run', `a server is running ${holderOf(dataDir)}`) };
  const end = readUncleanEnd(dataDir);
  if (!end)
    return { held: false, finding: ok('run', 'no server is running; the last run, if any, ended by itself') };
  const at = `${new Date(end.lastAliveAt).toISOString()}, with ${megabytes(end.rss)} of memory`;
  const finding = end.outOfMemory
    ? warn(
        'run',
        `The last run ended because memory ran out, after ${at}.`,
        'Give it more memory (400 MB are enough for 5,000 messages a second), or start fewer broadcasts at once. Nothing accepted is lost: start it again.',
      )
    : warn(
        'run',
        `The last run ended without a shutdown (a crash, a kill or a power cut), after ${at}.`,
        'Look into its log for the reason. Nothing accepted is lost: start it again; `chatpulse verify` proves it.',
      );
  return { held: false, finding };
}

function holderOf(dataDir: string): string {
  const server = serverOf(dataDir);
  return server ? `at ${server.url}, process ${server.pid}` : 'and has not said where yet';
}
