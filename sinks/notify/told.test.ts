import { expect, test } from 'vitest';
import type { AlertDelivery, AlertView } from '../../core/alerts/alert-view.ts';
import { createToldMemory } from './told.ts';

function delivery(idempotencyKey: string): AlertDelivery {
  return {
    notice: 'raised',
    destination: 'slack',
    idempotencyKey,
    outcome: 'delivered',
    attempts: 1,
    reason: null,
    at: 1,
  };
}

const alert = (id: string): AlertView => ({ id, deliveries: [] }) as unknown as AlertView;

test('what was told of alerts that nobody asks for any more is forgotten, the oldest first', () => {
  const told = createToldMemory();
  for (let index = 0; index < 3_000; index += 1) told.add(`a${index}`, delivery(`k${index}`));
  expect(told.overlay(alert('a0')).deliveries).toEqual([]);
  expect(told.overlay(alert('a2999')).deliveries).toEqual([delivery('k2999')]);
});
