import { Languages, Moon, Sun } from 'lucide-react';
import type { ReactNode } from 'react';
import { setPreferences, usePreferences } from '../app/preferences.ts';
import { useWords } from '../i18n/index.ts';
import { ChoiceMenu } from '../ui/controls.tsx';
import { IconButton, iconButtonClass } from '../ui/icon-button.tsx';

/** Language and theme, at the right end of every bar. */
export function PreferenceControls(): ReactNode {
  const { t } = useWords();
  const { language, theme } = usePreferences();
  return (
    <>
      <ChoiceMenu
        trigger={
          <button type="button" className={iconButtonClass}>
            <Languages size={16} aria-hidden />
            <span>
              <span className="visually-hidden">{t('app.language')} </span>
              {language === 'ko' ? 'KO' : 'EN'}
            </span>
          </button>
        }
        value={language}
        options={[
          { value: 'ko', text: t('app.korean') },
          { value: 'en', text: t('app.english') },
        ]}
        onChange={(next) => setPreferences({ language: next })}
      />
      <IconButton
        label={theme === 'dark' ? t('app.toLight') : t('app.toDark')}
        onClick={() => setPreferences({ theme: theme === 'dark' ? 'light' : 'dark' })}
      >
        {theme === 'dark' ? <Moon size={16} aria-hidden /> : <Sun size={16} aria-hidden />}
      </IconButton>
    </>
  );
}
