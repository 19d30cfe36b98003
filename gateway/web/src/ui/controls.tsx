import { AlertDialog } from '@base-ui/react/alert-dialog';
import { Menu } from '@base-ui/react/menu';
import { Switch as BaseSwitch } from '@base-ui/react/switch';
import { Toggle } from '@base-ui/react/toggle';
import { ToggleGroup } from '@base-ui/react/toggle-group';
import { Check } from 'lucide-react';
import type { ComponentProps, ReactElement, ReactNode } from 'react';
import styles from './controls.module.css';
import { classes } from './icon-button.tsx';

interface SwitchProps {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly children: ReactNode;
}

export function Switch({ checked, onChange, children }: SwitchProps): ReactNode {
  return (
    <label className={styles.switch}>
      <BaseSwitch.Root className={styles.track} checked={checked} onCheckedChange={onChange}>
        <BaseSwitch.Thumb className={styles.thumb} />
      </BaseSwitch.Root>
      {children}
    </label>
  );
}

interface SegmentedProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly text: string }[];
  readonly onChange: (value: T) => void;
}

/** One of a few choices, all in sight. */
export function Segmented<T extends string>({
  label,
  value,
  options,
  onChange,
}: SegmentedProps<T>): ReactNode {
  return (
    <ToggleGroup
      aria-label={label}
      className={styles.segmented}
      value={[value]}
      onValueChange={(values) => {
        const next = options.find((option) => option.value === values[0]);
        if (next) onChange(next.value);
      }}
    >
      {options.map((option) => (
        <Toggle key={option.value} value={option.value} className={styles.segment}>
          {option.text}
        </Toggle>
      ))}
    </ToggleGroup>
  );
}

interface ChoiceMenuProps<T extends string> {
  readonly trigger: ReactElement<Record<string, unknown>>;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly text: string; readonly icon?: ReactNode }[];
  readonly onChange: (value: T) => void;
}

/** A menu in which one entry holds. */
export function ChoiceMenu<T extends string>({
  trigger,
  value,
  options,
  onChange,
}: ChoiceMenuProps<T>): ReactNode {
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger render={trigger} />
      <Menu.Portal>
        <Menu.Positioner sideOffset={4} align="end" className={styles.positioner}>
          <Menu.Popup className={styles.popup}>
            <Menu.RadioGroup
              value={value}
              onValueChange={(next: unknown) => {
                const option = options.find((item) => item.value === next);
                if (option) onChange(option.value);
              }}
            >
              {options.map((option) => (
                <Menu.RadioItem key={option.value} value={option.value} className={styles.item} closeOnClick>
                  <span className={styles.tick}>
                    <Menu.RadioItemIndicator>
                      <Check size={16} aria-hidden />
                    </Menu.RadioItemIndicator>
                  </span>
                  {option.icon}
                  {option.text}
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

interface ButtonProps extends ComponentProps<'button'> {
  readonly primary?: boolean;
}

export function Button({ primary = false, className, ...rest }: ButtonProps): ReactNode {
  return (
    <button
      type="button"
      className={classes(styles.button, primary && styles.primary, className)}
      {...rest}
    />
  );
}

/** The look of a button for a link. */
export function buttonClass(primary = false): string {
  return classes(styles.button, primary && styles.primary);
}

interface ConfirmProps {
  readonly trigger: ReactElement<Record<string, unknown>>;
  readonly title: string;
  readonly text: string;
  readonly cancel: string;
  readonly confirm: string;
  readonly onConfirm: () => void;
}

/** Asks before something that cannot be taken back. */
export function Confirm({ trigger, title, text, cancel, confirm, onConfirm }: ConfirmProps): ReactNode {
  return (
    <AlertDialog.Root>
      <AlertDialog.Trigger render={trigger} />
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className={styles.backdrop} />
        <AlertDialog.Popup className={styles.dialog}>
          <AlertDialog.Title>{title}</AlertDialog.Title>
          <AlertDialog.Description>{text}</AlertDialog.Description>
          <div className={styles.actions}>
            <AlertDialog.Close render={<Button>{cancel}</Button>} />
            <AlertDialog.Close render={<Button primary>{confirm}</Button>} onClick={onConfirm} />
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
