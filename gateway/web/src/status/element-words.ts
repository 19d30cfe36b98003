import type { TFunction } from 'i18next';
import { partsOfDetail } from '../../../http/health-details.ts';
import type { ElementStateName, PipelineElement } from '../../../http/health-shapes.ts';
import { ruleName } from '../alerts/alert-words.ts';
import { en } from '../i18n/en.ts';
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

/** Why an element is as it is, in the reader's language as far as it is known there. */
export function detailText(detail: string | null, t: TFunction): string {
  return partsOfDetail(detail ?? '')
    .map(({ name, text, values }) => {
      if (name === undefined) return ruleText(text, t);
      const { element = '', records = '0' } = values;
      return t(`health.details.${name}`, {
        seconds: '',
        who: '',
        share: '',
        usual: '',
        status: '',
        ...values,
        element: elementName({ id: element, name: element }, t),
        records,
        count: Number(records),
      });
    })
    .join('; ');
}

/** An incident of which nothing more is known is told by the title of its alert's rule. */
function ruleText(text: string, t: TFunction): string {
  const rule = Object.entries(en.alerts.rules).find(([, title]) => title === text)?.[0];
  return rule === undefined ? text : ruleName(rule, t);
}

export function kindName({ kind }: Pick<PipelineElement, 'kind'>, t: TFunction): string {
  const known = KINDS.find((one) => one === kind);
  return known ? t(`health.kinds.${known}`) : kind;
}
