import type { WordSpan } from '../../../http/contract.ts';

export type WordSpanName = WordSpan;
export const WORD_SPAN_NAMES: readonly WordSpanName[] = ['1m', '10m', 'all'];
