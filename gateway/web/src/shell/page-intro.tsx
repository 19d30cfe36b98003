import type { ReactNode } from 'react';
import { classes } from '../ui/icon-button.tsx';
import styles from './page-intro.module.css';

interface PageIntroProps {
  readonly title: string;
  readonly text: string;
  readonly className?: string | undefined;
}

/** What a page is for, at its top. */
export function PageIntro({ title, text, className }: PageIntroProps): ReactNode {
  return (
    <div className={classes(styles.intro, className)}>
      <h1>{title}</h1>
      <p>{text}</p>
    </div>
  );
}
