import { useCallback, type ReactNode } from 'react';
import { ChatColumn } from '../chat/chat-column.tsx';
import { useWords } from '../i18n/index.ts';
import { NowColumn } from '../now/now-column.tsx';
import { TimeColumn } from '../over-time/time-column.tsx';
import type { ChatFilter } from '../store/filter.ts';
import { ShowBroadcast } from '../store/show-broadcast.tsx';
import { useSession, useSessionView } from '../store/use-session.ts';
import { AlertBar } from './alert-bar.tsx';
import styles from './broadcast-page.module.css';
import { ChatPage } from './chat-page.tsx';
import { EndedSummary } from './ended-summary.tsx';
import { OutageBar } from './outage-bar.tsx';
import { StatusBar } from './status-bar.tsx';

export function BroadcastPage({ id }: { id: string }): ReactNode {
  return (
    <ShowBroadcast id={id}>
      <Body />
    </ShowBroadcast>
  );
}

function Body(): ReactNode {
  const { t } = useWords();
  const session = useSession();
  const missing = useSessionView((view) => view.missing);
  const name = useSessionView((view) => view.source?.title ?? view.source?.channel);
  const setFilter = useCallback((filter: ChatFilter) => session.setFilter(filter), [session]);

  return (
    <ChatPage
      title={name}
      missing={missing ? t('connection.notFound') : null}
      bars={
        <>
          <StatusBar />
          <OutageBar />
          <AlertBar />
          <EndedSummary />
        </>
      }
      columns={styles.columns}
      parts={[
        { value: 'chat', title: t('chat.title'), content: <ChatColumn /> },
        { value: 'now', title: t('now.title'), content: <NowColumn /> },
        { value: 'time', title: t('time.title'), content: <TimeColumn /> },
      ]}
      onFilter={setFilter}
    />
  );
}
