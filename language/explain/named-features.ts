import type { Place } from './layout.ts';
import type { EvidenceKind } from './types.ts';

/** What a feature stands for. */
export interface NamedFeature {
  readonly kind: EvidenceKind;
  readonly text: string;
  /** Everywhere it stands; nowhere for what is true of the text as a whole. */
  readonly places: Place[];
}

/** The features of a text by key, with what made them. */
export class NamedFeatures {
  readonly byKey = new Map<number, NamedFeature>();

  add(key: number, kind: EvidenceKind, text: string, places: readonly Place[]): void {
    const known = this.byKey.get(key);
    if (known === undefined) this.byKey.set(key, { kind, text, places: [...places] });
    else known.places.push(...places);
  }
}
