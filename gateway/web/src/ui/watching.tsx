import { Users } from 'lucide-react';
import type { ReactNode } from 'react';
import { useWords } from '../i18n/index.ts';
import { Tip } from './icon-button.tsx';

interface WatchingProps {
  /** As the platform tells it; nothing is shown where it does not. */
  readonly count: number | null;
  readonly className?: string | undefined;
}

/** How many watch a broadcast on its platform. */
export function Watching({ count, className }: WatchingProps): ReactNode {
  const { t, number } = useWords();
  if (count === null) return null;
  return (
    <Tip text={t('status.watching')}>
      <span className={className} data-testid="watching">
        <Users size={16} aria-hidden />
        {t('status.watchingValue', { formatted: number(count) })}
      </span>
    </Tip>
  );
}
