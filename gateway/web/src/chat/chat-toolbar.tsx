import { Image, ImageOff, ListFilter, Search, Volume2, VolumeX } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';
import { setPreferences, usePreferences } from '../app/preferences.ts';
import { useFilter } from '../broadcast/filter-context.ts';
import { useWords } from '../i18n/index.ts';
import { FILTER_LABELS } from '../store/filter.ts';
import columns from '../ui/column.module.css';
import { ChoiceMenu, Switch } from '../ui/controls.tsx';
import { IconButton, iconButtonClass } from '../ui/icon-button.tsx';
import styles from './chat-toolbar.module.css';

/** A search begins when the reader has stopped typing for so long, ms. */
const TYPING_MS = 300;

export function ChatToolbar(): ReactNode {
  const { t } = useWords();
  const { originals, announce, pictures } = usePreferences();
  const { filter, setFilter } = useFilter();
  return (
    <div className={columns.toolbar}>
      <SearchField />
      <ChoiceMenu
        trigger={
          <button
            type="button"
            className={iconButtonClass}
            aria-label={t('chat.label')}
            aria-pressed={filter.label !== undefined}
          >
            <ListFilter size={16} aria-hidden />
          </button>
        }
        value={filter.label ?? 'all'}
        options={[
          { value: 'all', text: t('chat.labelAll') },
          ...FILTER_LABELS.map((label) => ({ value: label, text: t(`chat.labels.${label}`) })),
        ]}
        onChange={(value) => setFilter({ ...filter, label: value === 'all' ? undefined : value })}
      />
      <IconButton
        label={t('chat.pictures')}
        aria-pressed={pictures}
        onClick={() => setPreferences({ pictures: !pictures })}
      >
        {pictures ? <Image size={16} aria-hidden /> : <ImageOff size={16} aria-hidden />}
      </IconButton>
      <IconButton
        label={t('chat.announce')}
        aria-pressed={announce}
        onClick={() => setPreferences({ announce: !announce })}
      >
        {announce ? <Volume2 size={16} aria-hidden /> : <VolumeX size={16} aria-hidden />}
      </IconButton>
      <Switch checked={originals} onChange={(next) => setPreferences({ originals: next })}>
        {t('chat.originals')}
      </Switch>
    </div>
  );
}

function SearchField(): ReactNode {
  const { t } = useWords();
  const { filter, setFilter } = useFilter();
  const [text, setText] = useState(filter.text ?? '');
  const [applied, setApplied] = useState(filter.text);
  if (filter.text !== applied) {
    // Another control changed the words, or cleared them.
    setApplied(filter.text);
    if ((text.trim() || undefined) !== filter.text) setText(filter.text ?? '');
  }
  useEffect(() => {
    const wanted = text.trim() || undefined;
    if (wanted === filter.text) return;
    const timer = setTimeout(() => setFilter({ ...filter, text: wanted }), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text, filter, setFilter]);
  return (
    <div className={styles.search}>
      <Search size={16} aria-hidden />
      <input
        type="search"
        aria-label={t('chat.search')}
        placeholder={t('chat.searchShort')}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
    </div>
  );
}
