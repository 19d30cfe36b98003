import { CSPProvider } from '@base-ui/react/csp-provider';
import { Tooltip } from '@base-ui/react/tooltip';
import { lazy, Suspense, useEffect, useState, type ReactNode } from 'react';
import { onUnauthorized } from '../api/client.ts';
import { HomePage } from '../home/home-page.tsx';
import { useWords } from '../i18n/index.ts';
import { MessagePage } from '../shell/message-page.tsx';
import { TokenPage } from '../shell/token-page.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { parseRoute, usePath } from './router.ts';

/** Home comes first and does not wait for the charts. */
const BroadcastPage = lazy(async () => ({
  default: (await import('../broadcast/broadcast-page.tsx')).BroadcastPage,
}));

const FeelCheckPage = lazy(async () => ({
  default: (await import('../feel-check/feel-check-page.tsx')).FeelCheckPage,
}));

export function App(): ReactNode {
  const { t } = useWords();
  const [locked, setLocked] = useState(false);
  useEffect(() => onUnauthorized(() => setLocked(true)), []);
  return (
    <CSPProvider disableStyleElements>
      <Tooltip.Provider delay={400}>
        <a className="skip-link" href="#content">
          {t('app.skip')}
        </a>
        <ErrorBoundary>{locked ? <TokenPage onEnter={() => setLocked(false)} /> : <Page />}</ErrorBoundary>
      </Tooltip.Provider>
    </CSPProvider>
  );
}

function Page(): ReactNode {
  const { t } = useWords();
  const route = parseRoute(usePath());
  switch (route.page) {
    case 'home':
      return <HomePage />;
    case 'broadcast':
      return (
        <Suspense>
          <BroadcastPage key={route.id} id={route.id} />
        </Suspense>
      );
    case 'feel-check':
      return (
        <Suspense>
          <FeelCheckPage />
        </Suspense>
      );
    case 'unknown':
      return <MessagePage text={t('app.unknownPage')} />;
  }
}
