import type { ModelName } from './report.ts';

/** Under which licence a model may be passed on, and which data it learned from. docs/models/README.md says more. */
export interface ModelLicence {
  /** An SPDX identifier. */
  readonly licence: string;
  readonly data: readonly { readonly name: string; readonly licence: string }[];
}

const KODOLI = { name: 'KODOLI', licence: 'CC-BY-SA-4.0' };
const GO_EMOTIONS = { name: 'GoEmotions', licence: 'Apache-2.0' };

export const MODEL_LICENCES: Readonly<Record<ModelName, ModelLicence>> = {
  'sentiment-ko': {
    licence: 'CC-BY-SA-4.0',
    data: [{ name: 'NSMC', licence: 'CC0-1.0' }, KODOLI, GO_EMOTIONS],
  },
  'sentiment-en': {
    licence: 'MIT',
    data: [
      { name: 'VADER ground truth', licence: 'MIT' },
      { name: 'UCI sentiment sentences', licence: 'CC-BY-4.0' },
      GO_EMOTIONS,
    ],
  },
  'emotion-ko': { licence: 'CC-BY-SA-4.0', data: [{ name: 'KOTE', licence: 'MIT' }, KODOLI] },
  'emotion-en': { licence: 'MIT', data: [GO_EMOTIONS] },
  'abuse-ko': {
    licence: 'CC-BY-SA-4.0',
    data: [
      KODOLI,
      { name: 'K-MHaS', licence: 'CC-BY-SA-4.0' },
      { name: 'BEEP', licence: 'CC-BY-SA-4.0' },
      { name: '2runo curse detection', licence: 'MIT' },
      { name: 'ZIZUN malicious comments', licence: 'MIT' },
    ],
  },
  'abuse-en': {
    licence: 'MIT',
    data: [
      { name: 'Davidson', licence: 'MIT' },
      { name: 'Surge toxicity', licence: 'MIT' },
      { name: 'Toxic spans', licence: 'CC0-1.0' },
    ],
  },
};
