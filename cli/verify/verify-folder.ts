import { dataFiles } from '../../core/data-folder.ts';
import { openEmbeddedSnapshots } from './embedded-snapshots.ts';
import type { VerifyReport } from './report.ts';
import { verifyData, type VerifyOptions } from './verify-data.ts';

/** {@link verifyData} of a data folder. */
export function verifyFolder({
  dataDir,
  ...options
}: Omit<VerifyOptions, 'snapshots'> & { readonly dataDir: string }): Promise<VerifyReport> {
  return verifyData({ ...options, snapshots: openEmbeddedSnapshots(dataFiles(dataDir)) });
}
