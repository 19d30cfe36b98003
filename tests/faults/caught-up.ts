import { verifyFolder } from '../../cli/verify/verify-folder.ts';
import type { VerifyReport } from '../../cli/verify/report.ts';
import type { ServerProcess } from './server-process.ts';

const TRIES = 200;
const PAUSE_MS = 250;

/** Verifies beside the running server until nothing waits for any part, and answers that report. */
export async function verifyWhenCaughtUp(options: {
  readonly dataDir: string;
  readonly ledgerFile?: string;
  /** Ends the wait when it ends. */
  readonly server: ServerProcess;
}): Promise<VerifyReport> {
  const { server, ...verify } = options;
  let gone = false;
  void server.ended.then(() => (gone = true));
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const report = await verifyFolder(verify);
    if (Object.keys(report.pending).length === 0 || !report.ok) return report;
    if (gone) throw new Error(`the server ended while it was to catch up\n${server.stderr()}`);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  throw new Error(`the server does not catch up\n${server.stderr()}`);
}
