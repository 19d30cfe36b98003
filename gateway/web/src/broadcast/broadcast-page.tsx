import { Tabs } from '@base-ui/react/tabs';
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { ChatColumn } from '../chat/chat-column.tsx';
import { useWords } from '../i18n/index.ts';
import { NowColumn } from '../now/now-column.tsx';
import { TimeColumn } from '../over-time/time-column.tsx';
import { MessagePage } from '../shell/message-page.tsx';
import { BroadcastSession } from '../store/broadcast-session.ts';
import { NO_FILTER, type ChatFilter } from '../store/filter.ts';
import { SessionContext, useSession, useSessionView } from '../store/use-session.ts';
import { useMediaQuery } from '../ui/use-media-query.ts';
import styles from './broadcast-page.module.css';
import { EndedSummary } from './ended-summary.tsx';
import { FilterContext } from './filter-context.ts';
import { OutageBar } from './outage-bar.tsx';
import { StatusBar } from './status-bar.tsx';

export function BroadcastPage({ id }: { id: string }): ReactNode {
  const [session] = useState(() => new BroadcastSession(id));
  useEffect(() => {
    session.start();
    return () => session.close();
  }, [session]);
  return (
    <SessionContext value={session}>
      <Body />
    </SessionContext>
  );
}

type Tab = 'chat' | 'now' | 'time';

function Body(): ReactNode {
  const { t } = useWords();
  const session = useSession();
  const missing = useSessionView((view) => view.missing);
  const name = useSessionView((view) => view.source?.title ?? view.source?.channel);
  const wide = useMediaQuery('(min-width: 1024px)');
  const [tab, setTab] = useState<Tab>('chat');
  const [filter, setFilter] = useState<ChatFilter>(NO_FILTER);
  const control = useMemo(
    () => ({
      filter,
      setFilter: (next: ChatFilter) => {
        setFilter(next);
        setTab('chat');
        session.setFilter(next);
      },
    }),
    [filter, session],
  );
  useEffect(() => {
    document.title = name ? `${name} · ${t('app.name')}` : t('app.name');
    return () => {
      document.title = t('app.name');
    };
  }, [name, t]);

  if (missing) return <MessagePage text={t('connection.notFound')} />;
  return (
    <FilterContext value={control}>
      <div className={styles.page}>
        <StatusBar />
        <OutageBar />
        <EndedSummary />
        {wide ? (
          <main id="content" className={styles.columns}>
            <ChatColumn />
            <NowColumn />
            <TimeColumn />
          </main>
        ) : (
          <Tabs.Root className={styles.tabs} value={tab} onValueChange={(value: Tab) => setTab(value)}>
            <Tabs.List className={styles.tabList}>
              <Tabs.Tab className={styles.tab} value="chat">
                {t('chat.title')}
              </Tabs.Tab>
              <Tabs.Tab className={styles.tab} value="now">
                {t('now.title')}
              </Tabs.Tab>
              <Tabs.Tab className={styles.tab} value="time">
                {t('time.title')}
              </Tabs.Tab>
            </Tabs.List>
            <main id="content" className={styles.panels}>
              <Tabs.Panel className={styles.panel} value="chat">
                <ChatColumn />
              </Tabs.Panel>
              <Tabs.Panel className={styles.panel} value="now">
                <NowColumn />
              </Tabs.Panel>
              <Tabs.Panel className={styles.panel} value="time">
                <TimeColumn />
              </Tabs.Panel>
            </main>
          </Tabs.Root>
        )}
      </div>
    </FilterContext>
  );
}
