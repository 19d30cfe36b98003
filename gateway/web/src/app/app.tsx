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

const GroupPage = lazy(async () => ({
  default: (await import('../group/group-page.tsx')).GroupPage,
}));

const FeelCheckPage = lazy(async () => ({
  default: (await import('../feel-check/feel-check-page.tsx')).FeelCheckPage,
}));

const StatusPage = lazy(async () => ({
  default: (await import('../status/status-page.tsx')).StatusPage,
}));

const AlertsPage = lazy(async () => ({
  default: (await import('../alerts/alerts-page.tsx')).AlertsPage,
}));

const ModelPage = lazy(async () => ({
  default: (await import('../model/model-page.tsx')).ModelPage,
}));

const BroadcastOverlay = lazy(async () => ({
  default: (await import('../overlay/overlay-page.tsx')).BroadcastOverlay,
}));

const GroupOverlay = lazy(async () => ({
  default: (await import('../overlay/overlay-page.tsx')).GroupOverlay,
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
    case 'group':
      return (
        <Suspense>
          <GroupPage key={route.name} name={route.name} />
        </Suspense>
      );
    case 'broadcast-overlay':
      return (
        <Suspense>
          <BroadcastOverlay key={route.id} id={route.id} />
        </Suspense>
      );
    case 'group-overlay':
      return (
        <Suspense>
          <GroupOverlay key={route.name} name={route.name} />
        </Suspense>
      );
    case 'feel-check':
      return (
        <Suspense>
          <FeelCheckPage />
        </Suspense>
      );
    case 'status':
      return (
        <Suspense>
          <StatusPage />
        </Suspense>
      );
    case 'alerts':
      return (
        <Suspense>
          <AlertsPage />
        </Suspense>
      );
    case 'model':
      return (
        <Suspense>
          <ModelPage />
        </Suspense>
      );
    case 'unknown':
      return <MessagePage text={t('app.unknownPage')} />;
  }
}
