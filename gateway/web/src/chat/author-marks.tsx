import { BadgeCheck, Crown, Gem, Shield, Star, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useWords } from '../i18n/index.ts';
import styles from './author-marks.module.css';

const ICONS = {
  owner: Crown,
  moderator: Shield,
  vip: Gem,
  verified: BadgeCheck,
  subscriber: Star,
} as const satisfies Record<string, LucideIcon>;

type Role = keyof typeof ICONS;
const ORDER = Object.keys(ICONS) as Role[];

/** The roles of an author as small marks, the weightiest first. */
export function AuthorMarks({ roles }: { roles: readonly string[] }): ReactNode {
  const { t } = useWords();
  return ORDER.filter((role) => roles.includes(role)).map((role) => {
    const Icon = ICONS[role];
    const name = t(`chat.roles.${role}`);
    return (
      <span key={role} className={styles.mark} data-role={role} role="img" aria-label={name} title={name}>
        <Icon size={12} strokeWidth={2.5} aria-hidden />
      </span>
    );
  });
}
