import { Tooltip } from '@base-ui/react/tooltip';
import type { ComponentProps, ReactNode } from 'react';
import styles from './icon-button.module.css';

interface TipProps {
  readonly text: string;
  readonly children: ComponentProps<typeof Tooltip.Trigger>['render'];
}

/** A short explanation beside a control, on hover and on focus. */
export function Tip({ text, children }: TipProps): ReactNode {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger render={children} />
      <Tooltip.Portal>
        <Tooltip.Positioner sideOffset={4} className={styles.positioner}>
          <Tooltip.Popup className={styles.tip}>{text}</Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'aria-label'> {
  readonly label: string;
}

/** A button that shows an icon, and says what it does to all. */
export function IconButton({ label, className, children, ...rest }: IconButtonProps): ReactNode {
  return (
    <Tip text={label}>
      <button type="button" aria-label={label} className={classes(styles.button, className)} {...rest}>
        {children}
      </button>
    </Tip>
  );
}

export const iconButtonClass = styles.button as string;

/** Class names joined, without the missing ones. */
export function classes(...names: (string | false | null | undefined)[]): string {
  return names.filter(Boolean).join(' ');
}
