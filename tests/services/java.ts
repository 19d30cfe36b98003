import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, runToEnd } from './support.ts';

/** The folder with the compiled classes of a folder of Java sources; compiled once for every state of them. */
export async function compileJava(
  sources: string,
  { cache, lib }: { readonly cache: string; readonly lib: string },
): Promise<string> {
  const files = readdirSync(sources)
    .filter((name) => name.endsWith('.java'))
    .sort()
    .map((name) => join(sources, name));
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(file));
  const target = join(cacheFolder(cache), `classes-${hash.digest('hex').slice(0, 12)}`);
  if (existsSync(target)) return target;
  // Beside its place first: a second run at the same time does no harm.
  const work = mkdtempSync(join(cacheFolder(cache), 'compile-'));
  try {
    const classes = join(work, 'classes');
    mkdirSync(classes);
    await runToEnd('javac', ['-cp', `${lib}/*`, '-d', classes, ...files], {
      cwd: work,
      logFile: join(cacheFolder(cache), 'compile.log'),
    });
    if (!existsSync(target)) renameSync(classes, target);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return target;
}
