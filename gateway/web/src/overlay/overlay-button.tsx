import { Popover } from '@base-ui/react/popover';
import { Clapperboard } from 'lucide-react';
import { useRef, useState, type ReactNode } from 'react';
import { useWords } from '../i18n/index.ts';
import controls from '../ui/controls.module.css';
import { Button, Segmented } from '../ui/controls.tsx';
import { classes, iconButtonClass } from '../ui/icon-button.tsx';
import styles from './overlay-button.module.css';
import {
  boundOverlay,
  DEFAULT_OVERLAY,
  OVERLAY_BACKGROUNDS,
  OVERLAY_BOUNDS,
  overlayAddress,
  type OverlayOptions,
} from './overlay-options.ts';

/** Makes the address of the overlay of this page, to be put into a broadcaster's program. */
export function OverlayButton({ path }: { readonly path: string }): ReactNode {
  const { t } = useWords();
  const [options, setOptions] = useState<OverlayOptions>(DEFAULT_OVERLAY);
  const [said, setSaid] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const address = overlayAddress(`${location.origin}${path}`, options);
  const set = (change: Partial<OverlayOptions>): void => {
    setOptions({ ...options, ...change });
    setSaid('');
  };

  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(address);
      setSaid(t('overlay.copied'));
    } catch {
      // Only pages of a safe origin may write to the clipboard.
      field.current?.select();
      setSaid(t('overlay.copyYourself'));
    }
  };

  return (
    <Popover.Root onOpenChange={() => setSaid('')}>
      <Popover.Trigger
        className={classes(iconButtonClass, styles.trigger)}
        aria-label={t('overlay.open')}
        title={t('overlay.open')}
      >
        <Clapperboard size={16} aria-hidden />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={4} align="end" className={controls.positioner}>
          <Popover.Popup className={classes(controls.popup, styles.popup)}>
            <Popover.Title className={styles.title}>{t('overlay.title')}</Popover.Title>
            <Popover.Description className={styles.about}>{t('overlay.about')}</Popover.Description>
            <div className={styles.numbers}>
              {(['size', 'lines', 'fade'] as const).map((name) => (
                <label key={name}>
                  {t(`overlay.${name}`)}
                  <input
                    type="number"
                    min={OVERLAY_BOUNDS[name][0]}
                    max={OVERLAY_BOUNDS[name][1]}
                    defaultValue={options[name]}
                    onChange={({ target }) =>
                      target.value !== '' && set({ [name]: boundOverlay(name, target.valueAsNumber) })
                    }
                  />
                </label>
              ))}
            </div>
            <Segmented
              label={t('overlay.background.title')}
              value={options.background}
              options={OVERLAY_BACKGROUNDS.map((value) => ({
                value,
                text: t(`overlay.background.${value}`),
              }))}
              onChange={(background) => set({ background })}
            />
            <input
              ref={field}
              className={styles.address}
              readOnly
              value={address}
              aria-label={t('overlay.address')}
              onFocus={({ target }) => target.select()}
            />
            <div className={styles.actions}>
              <span role="status">{said}</span>
              <Button primary onClick={() => void copy()}>
                {t('overlay.copy')}
              </Button>
            </div>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
