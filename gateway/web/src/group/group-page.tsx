import { useCallback, type ReactNode } from 'react';
import { ChatPage } from '../broadcast/chat-page.tsx';
import { ChatColumn } from '../chat/chat-column.tsx';
import { useWords } from '../i18n/index.ts';
import type { ChatFilter } from '../store/filter.ts';
import { AudienceColumn } from './audience-column.tsx';
import { GroupBar } from './group-bar.tsx';
import styles from './group-page.module.css';
import { MemberStrip } from './member-strip.tsx';
import { ShowAudience } from './show-audience.tsx';
import { useAudience, useAudienceView } from './use-audience.ts';

/** The broadcasts of a channel group as one audience. */
export function GroupPage({ name }: { name: string }): ReactNode {
  return (
    <ShowAudience name={name}>
      <Body />
    </ShowAudience>
  );
}

function Body(): ReactNode {
  const { t } = useWords();
  const session = useAudience();
  const missing = useAudienceView((view) => view.missing);
  const setFilter = useCallback((filter: ChatFilter) => session.setFilter(filter), [session]);

  return (
    <ChatPage
      title={session.name}
      missing={missing ? t('group.notFound') : null}
      bars={
        <>
          <GroupBar />
          <MemberStrip />
        </>
      }
      columns={styles.columns}
      parts={[
        { value: 'chat', title: t('chat.title'), content: <ChatColumn /> },
        { value: 'now', title: t('now.title'), content: <AudienceColumn /> },
      ]}
      onFilter={setFilter}
    />
  );
}
