import type { DescribedAlertRule } from '../../../http/contract.ts';

/** A rule as its form holds it: shares are percent, channels a line of text. */
export interface RuleDraft {
  readonly enabled: boolean;
  readonly severity: DescribedAlertRule['now']['severity'];
  readonly threshold: string;
  readonly channels: string;
}

export type DraftSettings = Pick<
  DescribedAlertRule['now'],
  'enabled' | 'severity' | 'threshold' | 'channels'
>;

export function draftOf({ now, measure }: Pick<DescribedAlertRule, 'now' | 'measure'>): RuleDraft {
  return {
    enabled: now.enabled,
    severity: now.severity,
    threshold: String(Number((now.threshold * factorOf(measure)).toPrecision(12))),
    channels: now.channels.join(', '),
  };
}

/** The settings that a form means; ids of channels are parted by commas or spaces. */
export function settingsOf(
  draft: RuleDraft,
  { measure }: Pick<DescribedAlertRule, 'measure'>,
): DraftSettings {
  return {
    enabled: draft.enabled,
    severity: draft.severity,
    threshold: Number((Number(draft.threshold) / factorOf(measure)).toPrecision(12)),
    channels: draft.channels.split(/[\s,]+/).filter((id) => id !== ''),
  };
}

function factorOf(measure: DescribedAlertRule['measure']): number {
  return measure === 'share-above-usual' || measure === 'share-of-responses' ? 100 : 1;
}
