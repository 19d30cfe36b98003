import { useEffect, useState, type ReactNode } from 'react';
import type { Model } from '../../../http/model-shapes.ts';
import { useWords } from '../i18n/index.ts';
import { PageBar } from '../shell/page-bar.tsx';
import { PageIntro } from '../shell/page-intro.tsx';
import page from '../shell/report-page.module.css';
import { LiveDrift } from './live-drift.tsx';
import { ModelOverview } from './model-overview.tsx';
import styles from './model-page.module.css';
import { TrainingFigures } from './training-figures.tsx';
import { useModels } from './use-models.ts';

/** How well the models do: at their training, and on the chat of now. */
export function ModelPage(): ReactNode {
  const { t } = useWords();
  const { models, unreachable } = useModels();
  const [chosen, setChosen] = useState<Model['model']>('sentiment-ko');
  useEffect(() => {
    document.title = `${t('models.title')} · ${t('app.name')}`;
    return () => {
      document.title = t('app.name');
    };
  }, [t]);
  const model = models?.find((one) => one.model === chosen);
  return (
    <>
      <PageBar />
      <main id="content" className={page.main}>
        <PageIntro title={t('models.title')} text={t('models.intro')} />
        {unreachable && (
          <p className={page.outage} role="alert">
            {t('models.unreachable')}
          </p>
        )}
        {models === null && !unreachable && <p>{t('app.loading')}</p>}
        {models?.length === 0 && <p>{t('models.none')}</p>}
        {models && models.length > 0 && (
          <>
            <ModelOverview models={models} selected={chosen} onSelect={setChosen} />
            {model && <ModelDetails model={model} />}
          </>
        )}
      </main>
    </>
  );
}

function ModelDetails({ model }: { readonly model: Model }): ReactNode {
  const { t, number } = useWords();
  const { report, version, licence, data, bytes } = model;
  return (
    <section className={styles.details} aria-labelledby="model-name" aria-live="polite">
      <h2 id="model-name">{t(`models.names.${model.model}`)}</h2>
      <dl className={page.facts}>
        <div>
          <dt>{t('models.version')}</dt>
          <dd>{version}</dd>
        </div>
        <div>
          <dt>{t('models.size')}</dt>
          <dd>{t('models.megabytes', { size: number(bytes / 1e6, 1) })}</dd>
        </div>
        <div>
          <dt>{t('models.licence')}</dt>
          <dd>{licence}</dd>
        </div>
        <div>
          <dt>{t('models.data')}</dt>
          <dd>{data.map((one) => `${one.name} (${one.licence})`).join(', ')}</dd>
        </div>
      </dl>
      <h3>{t('models.drift')}</h3>
      <LiveDrift model={model} />
      {report ? <TrainingFigures report={report} /> : <p>{t('models.noReport')}</p>}
    </section>
  );
}
