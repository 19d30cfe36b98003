import { createContext, use } from 'react';
import { NO_FILTER, type ChatFilter } from '../store/filter.ts';

export interface FilterControl {
  readonly filter: ChatFilter;
  /** Replaces the filter and brings the chat into sight. */
  readonly setFilter: (filter: ChatFilter) => void;
}

export const FilterContext = createContext<FilterControl>({ filter: NO_FILTER, setFilter: () => undefined });

export function useFilter(): FilterControl {
  return use(FilterContext);
}
