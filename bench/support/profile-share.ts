/** Whose work the samples of CPU profiles are, for costs that are smaller than what two runs differ by themselves. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface CallFrame {
  readonly functionName: string;
  readonly url: string;
}

interface ProfileNode {
  readonly id: number;
  readonly callFrame: CallFrame;
  readonly children?: readonly number[];
}

/** As V8 writes it: a tree of calls, the node of each sample, and the microseconds before it. */
export interface CpuProfile {
  readonly nodes: readonly ProfileNode[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** Microseconds of CPU. */
export interface ProfileShare {
  readonly own: number;
  readonly all: number;
}

/** Collecting garbage is nobody's: what a part allocates cannot be told from a sample. */
const NOBODY = new Set(['(idle)', '(garbage collector)']);

/**
 * A sample belongs to the innermost function of the program or of a library: what Node.js does for it counts as its own, and
 * what a wrapper passes on does not.
 * @param isOwn by the address of a source file; of what no such function has called, by its module of Node.js
 */
export function shareOf(profile: CpuProfile, isOwn: (url: string) => boolean): ProfileShare {
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const parents = new Map(
    profile.nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])),
  );
  let own = 0;
  let all = 0;
  profile.samples.forEach((sample, index) => {
    const { functionName = '' } = nodes.get(sample)?.callFrame ?? {};
    if (NOBODY.has(functionName)) return;
    const time = profile.timeDeltas[index] ?? 0;
    all += time;
    if (isOwn(sourceOf(sample))) own += time;
  });
  return { own, all };

  function sourceOf(sample: number): string {
    let innermost = '';
    for (let id: number | undefined = sample; id !== undefined; id = parents.get(id)) {
      const url = nodes.get(id)?.callFrame.url ?? '';
      if (url.startsWith('file:')) return url;
      innermost ||= url;
    }
    return innermost;
  }
}

/** Of all profiles in a folder, one of each thread. */
export function shareOfFolder(folder: string, isOwn: (url: string) => boolean): ProfileShare {
  return readdirSync(folder)
    .map((name) => shareOf(JSON.parse(readFileSync(join(folder, name), 'utf8')) as CpuProfile, isOwn))
    .reduce((sum, one) => ({ own: sum.own + one.own, all: sum.all + one.all }), { own: 0, all: 0 });
}
