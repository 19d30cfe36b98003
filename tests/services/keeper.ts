import { CATALOGUE, type RunningService } from './catalogue.ts';
import { processOf, removeRunFolder, writeState, type RunProcess, type RunState } from './run-folder.ts';

/**
 * The process that stays while services run: it is their parent, writes down what it has started, and ends them when it
 * is told to end.
 */
export async function keep(
  folder: string,
  names: readonly string[],
  gateways: readonly string[],
): Promise<void> {
  const running: RunningService[] = [];
  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    stopping ??= stopAll(running);
    return stopping;
  };
  const ended = new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => resolve());
  });
  const tell = (state: RunState['state'], problem?: string): void =>
    writeState(folder, {
      state,
      services: names,
      processes: [process.pid, ...running.flatMap(({ pids }) => pids)]
        .map(processOf)
        .filter((one): one is RunProcess => one !== undefined),
      settings: Object.fromEntries(running.flatMap(({ settings }) => Object.entries(settings)).sort()),
      ...(problem !== undefined && { problem }),
    });

  tell('starting');
  try {
    await Promise.all(
      names.map(async (name) => {
        const service = await CATALOGUE[name]?.({ dir: folder, gateways });
        if (!service) throw new Error(`There is no service "${name}".`);
        running.push(service);
        tell('starting');
      }),
    );
    tell('ready');
    await ended;
    await stop();
    removeRunFolder(folder);
  } catch (error) {
    await stop();
    tell('failed', error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
  process.exit();
}

async function stopAll(services: readonly RunningService[]): Promise<void> {
  // In the order opposite to that of their starting, so that none misses what it needs to end well.
  for (const service of [...services].reverse()) await service.stop();
}
