import { Tabs } from '@base-ui/react/tabs';
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { useWords } from '../i18n/index.ts';
import { MessagePage } from '../shell/message-page.tsx';
import { NO_FILTER, type ChatFilter } from '../store/filter.ts';
import { useMediaQuery } from '../ui/use-media-query.ts';
import styles from './chat-page.module.css';
import { FilterContext } from './filter-context.ts';

/** A part of the page: a column where there is room, else a tab. */
export interface PagePart {
  readonly value: string;
  readonly title: string;
  readonly content: ReactNode;
}

interface ChatPageProps {
  /** Of the window; the product's name alone where it is not known yet. */
  readonly title: string | undefined;
  /** Shown in place of the page: there is nothing of this name. */
  readonly missing: string | null;
  /** What stands above the parts. */
  readonly bars: ReactNode;
  /** Lays out the columns. */
  readonly columns: string | undefined;
  /** The chat first: a filter leads to it. */
  readonly parts: readonly PagePart[];
  readonly onFilter: (filter: ChatFilter) => void;
}

/** A page with a chat and what belongs to it, which share one filter. */
export function ChatPage({ title, missing, bars, columns, parts, onFilter }: ChatPageProps): ReactNode {
  const { t } = useWords();
  const wide = useMediaQuery('(min-width: 1024px)');
  const first = parts[0]?.value;
  const [tab, setTab] = useState(first);
  const [filter, setFilter] = useState<ChatFilter>(NO_FILTER);
  const control = useMemo(
    () => ({
      filter,
      setFilter: (next: ChatFilter) => {
        setFilter(next);
        setTab(first);
        onFilter(next);
      },
    }),
    [filter, first, onFilter],
  );
  useEffect(() => {
    document.title = title ? `${title} · ${t('app.name')}` : t('app.name');
    return () => {
      document.title = t('app.name');
    };
  }, [title, t]);

  if (missing !== null) return <MessagePage text={missing} />;
  return (
    <FilterContext value={control}>
      <div className={styles.page}>
        {bars}
        {wide ? (
          <main id="content" className={columns}>
            {parts.map(({ value, content }) => (
              <Column key={value}>{content}</Column>
            ))}
          </main>
        ) : (
          <Tabs.Root className={styles.tabs} value={tab} onValueChange={(value: string) => setTab(value)}>
            <Tabs.List className={styles.tabList}>
              {parts.map(({ value, title: name }) => (
                <Tabs.Tab key={value} className={styles.tab} value={value}>
                  {name}
                </Tabs.Tab>
              ))}
            </Tabs.List>
            <main id="content" className={styles.panels}>
              {parts.map(({ value, content }) => (
                <Tabs.Panel key={value} className={styles.panel} value={value}>
                  {content}
                </Tabs.Panel>
              ))}
            </main>
          </Tabs.Root>
        )}
      </div>
    </FilterContext>
  );
}

/** Only gives the content a key: the columns are what it draws. */
function Column({ children }: { children: ReactNode }): ReactNode {
  return children;
}
