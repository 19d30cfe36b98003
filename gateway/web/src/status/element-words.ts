import type { TFunction } from 'i18next';
import type { ElementStateName, PipelineElement } from '../../../http/health-shapes.ts';
import type { Tone } from '../shell/state-words.ts';

export const ELEMENT_TONES: Readonly<Record<ElementStateName, Tone>> = {
  ok: 'ok',
  degraded: 'warn',
  failed: 'bad',
  silent: 'bad',
  stopped: 'quiet',
};

const NAMED = [
  'processor:analyze',
  'processor:windows',
  'processor:words',
  'processor:alerts',
  'sink:archive',
  'sink:metrics',
  'sink:boards',
  'sink:notify',
  'store:log',
  'store:archive',
  'store:metrics',
  'store:registry',
  'canary:pipeline',
  'canary:sent',
] as const;
const KINDS = ['source', 'producers', 'topic', 'processor', 'sink', 'store', 'gateway', 'canary'] as const;

/** What people call an element: parts by what they do, others by their own name. */
export function elementName({ id, name }: Pick<PipelineElement, 'id' | 'name'>, t: TFunction): string {
  const known = NAMED.find((one) => one === id);
  return known ? t(`health.names.${known.replace(':', '-') as 'store-log'}`) : name;
}

/** What the product itself says of elements, by its words; what servers and platforms say stays as they said it. */
const DETAILS = [
  ['nobodyRuns', /^no process runs it$/],
  ['waiting', /^(?<records>\d+) records wait for it$/],
  ['notHeard', /^nothing heard from (?<who>.+)$/],
  ['stuck', /^stuck for (?<seconds>\d+) s with (?<records>\d+) waiting$/],
  ['noAnswer', /^no answer within (?<seconds>\d+) s$/],
] as const;

/** Why an element is as it is, in the reader's language as far as it is known there. */
export function detailText(detail: string | null, t: TFunction): string {
  return (detail ?? '')
    .split('; ')
    .map((part) => {
      for (const [name, pattern] of DETAILS) {
        const found = pattern.exec(part);
        const { records = '', who = '', seconds = '' } = found?.groups ?? {};
        if (found) return t(`health.details.${name}`, { records, who, seconds });
      }
      return part;
    })
    .join('; ');
}

export function kindName({ kind }: Pick<PipelineElement, 'kind'>, t: TFunction): string {
  const known = KINDS.find((one) => one === kind);
  return known ? t(`health.kinds.${known}`) : kind;
}
