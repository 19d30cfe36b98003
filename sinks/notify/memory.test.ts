import { describeNotifier } from './contract.ts';
import { DeliveryError } from './delivery-error.ts';
import { createMemoryNotifier } from './memory.ts';

describeNotifier(
  'memory',
  async () => {
    let state = 'well';
    const notifier = createMemoryNotifier({
      before: (_notice, signal) => {
        if (state === 'stalled')
          return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
        if (state === 'well') return;
        throw new DeliveryError({ message: state, refused: state === 'refusing' });
      },
    });
    return {
      notifier,
      taken: () => notifier.taken.map((notice) => JSON.stringify(notice)),
      ids: () => notifier.taken.map(({ key }) => key),
      becomes: async (what) => {
        state = what;
      },
      close: () => notifier.close(),
    };
  },
  { repeatsAreKnown: true },
);
