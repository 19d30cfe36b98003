import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useFilter } from '../broadcast/filter-context.ts';
import { formatClock } from '../format/time.ts';
import { useWords } from '../i18n/index.ts';
import { isFiltering, NO_FILTER } from '../store/filter.ts';
import styles from './filter-chips.module.css';

/** What the chat is filtered by, each with a way to drop it. */
export function FilterChips({ partial }: { partial: boolean }): ReactNode {
  const { t, language } = useWords();
  const { filter, setFilter } = useFilter();
  if (!isFiltering(filter)) return null;
  const { text, author, label, span } = filter;
  return (
    <div className={styles.chips} data-testid="filter">
      {text && (
        <Chip
          name={t('chat.filterWord')}
          value={text}
          onClear={() => setFilter({ ...filter, text: undefined })}
        />
      )}
      {author && (
        <Chip
          name={t('chat.filterAuthor')}
          value={author.name}
          onClear={() => setFilter({ ...filter, author: undefined })}
        />
      )}
      {label && (
        <Chip
          name={t('chat.filterLabel')}
          value={t(`chat.labels.${label}`)}
          onClear={() => setFilter({ ...filter, label: undefined })}
        />
      )}
      {span && (
        <Chip
          name={t('chat.filterMinute')}
          value={formatClock(span.from, language)}
          onClear={() => setFilter({ ...filter, span: undefined })}
        />
      )}
      {partial && <span className={styles.partial}>{t('chat.partial')}</span>}
      <button type="button" className={styles.clear} onClick={() => setFilter(NO_FILTER)}>
        {t('chat.clear')}
      </button>
    </div>
  );
}

interface ChipProps {
  readonly name: string;
  readonly value: string;
  readonly onClear: () => void;
}

function Chip({ name, value, onClear }: ChipProps): ReactNode {
  const { t } = useWords();
  return (
    <span className={styles.chip}>
      <span className={styles.name}>{name}</span>
      <span className={styles.value}>{value}</span>
      <button type="button" aria-label={t('chat.clearOne', { name })} onClick={onClear}>
        <X size={12} aria-hidden />
      </button>
    </span>
  );
}
