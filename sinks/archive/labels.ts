import type { MessageAnalyzed } from '../../core/events/generated.ts';
import { MESSAGE_LABELS, type MessageLabel } from './port.ts';

/** The bit of a label in the mask that {@link labelBits} makes. */
export function labelBit(label: MessageLabel): number {
  return 1 << MESSAGE_LABELS.indexOf(label);
}

/** What a message's content says about its labels. `removed` is a state and has no part in it. */
export function labelBits(analyzed: MessageAnalyzed): number {
  let bits = bitOfName(analyzed.sentiment) | bitOfName(analyzed.emotion);
  if (analyzed.profane) bits |= labelBit('profane');
  if (analyzed.message.paid) bits |= labelBit('paid');
  return bits;
}

const CONTENT_LABELS: ReadonlyMap<string, number> = new Map(
  MESSAGE_LABELS.filter((label) => label !== 'removed' && label !== 'profane' && label !== 'paid').map(
    (label) => [label, labelBit(label)] as const,
  ),
);

function bitOfName(name: string): number {
  return CONTENT_LABELS.get(name) ?? 0;
}
