import type { ElementHealth } from '../../../core/events/generated.ts';
import { elementState } from '../../../core/health/element.ts';

/** Its process says that it does not do its work, or not well. */
export function isUnwell({ state }: Pick<ElementHealth, 'state'>): boolean {
  const known = elementState(state);
  return known === 'failed' || known === 'degraded';
}
