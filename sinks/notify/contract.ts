import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DeliveryError } from './delivery-error.ts';
import type { Notifier } from './port.ts';
import { sampleAlert, sampleNotice } from './testing/sample-notices.ts';

/** A notifier with the destination behind it, as the contract needs them. */
export interface NotifierUnderTest {
  readonly notifier: Notifier;
  /** What the destination has taken, each as the text that a reader would search. */
  taken(): readonly string[];
  /** By what the destination could tell a repeat, for each that it has taken. */
  ids?(): readonly string[];
  /** What the destination does from now on. */
  becomes(what: 'well' | 'away' | 'refusing' | 'stalled'): Promise<void>;
  close(): Promise<void>;
}

/** What an adapter does not do, with the reason that the skipped test shows. */
export interface NotifierFeatures {
  /** A repeat can be told by what arrives. */
  readonly repeatsAreKnown: true | string;
}

/** The suite that every Notifier runs. */
export function describeNotifier(
  name: string,
  make: () => Promise<NotifierUnderTest>,
  features: NotifierFeatures,
): void {
  describe(`Notifier: ${name}`, () => {
    let it_: NotifierUnderTest;
    const never = new AbortController().signal;
    beforeEach(async () => {
      it_ = await make();
    });
    afterEach(() => it_.close());

    async function failure(signal = never): Promise<DeliveryError> {
      const error = await it_.notifier.deliver(sampleNotice('a'), signal).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(DeliveryError);
      return error as DeliveryError;
    }

    it('resolves when the destination has the notice', async () => {
      const { detail } = await it_.notifier.deliver(sampleNotice('a'), never);
      expect(detail).not.toBe('');
      expect(it_.taken()).toHaveLength(1);
      expect(it_.taken()[0]).toContain('chzzk-ada');
    });

    it('tells several alerts in one notice', async () => {
      const items = ['one', 'two', 'three'].map((channelId) => ({ alert: sampleAlert({ channelId }) }));
      await it_.notifier.deliver(sampleNotice('a', ...items), never);
      expect(it_.taken()).toHaveLength(1);
      for (const word of ['one', 'two', 'three']) expect(it_.taken()[0]).toContain(word);
    });

    it('says of a destination that says no that it refused, and works again after', async () => {
      await it_.becomes('refusing');
      expect((await failure()).refused).toBe(true);
      await it_.becomes('well');
      await it_.notifier.deliver(sampleNotice('b'), never);
      expect(it_.taken()).toHaveLength(1);
    });

    it('says of a destination that is away that it is, without secrets, and works again after', async () => {
      await it_.becomes('away');
      const error = await failure();
      expect(error.refused).toBe(false);
      expect(error.message).not.toMatch(/secret/);
      await it_.becomes('well');
      await it_.notifier.deliver(sampleNotice('b'), never);
      expect(it_.taken()).toHaveLength(1);
    });

    it('ends when the signal aborts, however long the destination is silent', async () => {
      await it_.becomes('stalled');
      const soon = AbortSignal.timeout(150);
      expect((await failure(soon)).refused).toBe(false);
    });

    it.skipIf(features.repeatsAreKnown !== true)(
      `takes the key along${features.repeatsAreKnown === true ? '' : ` (${features.repeatsAreKnown})`}`,
      async () => {
        for (const key of ['a', 'a', 'b']) await it_.notifier.deliver(sampleNotice(key), never);
        const [first, again, other] = it_.ids?.() ?? [];
        expect(again).toBe(first);
        expect(other).not.toBe(first);
      },
    );

    it('rejects once it is closed', async () => {
      await it_.notifier.close();
      await failure();
    });
  });
}
