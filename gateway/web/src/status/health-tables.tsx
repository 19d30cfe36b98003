import type { ReactNode } from 'react';
import type { Incident, PipelineElement, PipelineHealth } from '../../../http/health-shapes.ts';
import { formatAgo, formatDuration, formatMoment } from '../format/time.ts';
import { useWords } from '../i18n/index.ts';
import styles from '../ui/data-table.module.css';
import { DataTable } from '../ui/data-table.tsx';
import { ElementState } from './element-state.tsx';
import { detailText, elementName, kindName } from './element-words.ts';

/** Every element in a row: what the diagram shows, for those who read it better so. */
export function ElementTable({
  health,
  onSelect,
}: {
  readonly health: PipelineHealth;
  readonly onSelect: (id: string) => void;
}): ReactNode {
  const { t, number, language } = useWords();
  return (
    <DataTable
      caption={t('health.elements')}
      head={[
        t('health.element'),
        t('health.kind'),
        t('health.state'),
        { figures: t('health.rate') },
        { figures: t('health.lag') },
        t('health.last'),
        { figures: t('health.errors') },
        t('health.detail'),
      ]}
    >
      {health.elements.map((element) => (
        <tr key={element.id} data-row={element.id}>
          <th scope="row">
            <button type="button" className={styles.link} onClick={() => onSelect(element.id)}>
              {elementName(element, t)}
            </button>
          </th>
          <td>{kindName(element, t)}</td>
          <td>
            <ElementState state={element.state} />
          </td>
          <td className={styles.number}>
            {t('health.perSecond', { rate: number(element.ratePerSecond, 1) })}
          </td>
          <td className={styles.number}>{element.lag === null ? '–' : number(element.lag)}</td>
          <td>{lastOf(element, health.now, language)}</td>
          <td className={styles.number}>{number(element.errors)}</td>
          <td className={styles.text}>{detailText(element.detail, t)}</td>
        </tr>
      ))}
    </DataTable>
  );
}

export function ProcessTable({ health }: { readonly health: PipelineHealth }): ReactNode {
  const { t, number, percent, language } = useWords();
  return (
    <DataTable
      caption={t('health.processes')}
      head={[
        t('health.process'),
        t('health.host'),
        t('health.state'),
        t('health.running'),
        { figures: t('health.cpu') },
        { figures: t('health.memory') },
        { figures: t('health.loop') },
        t('health.version'),
      ]}
    >
      {health.processes.map((process) => (
        <tr key={process.id}>
          <th scope="row">{process.id}</th>
          <td>{process.host}</td>
          <td>
            <ElementState state={process.state} />
          </td>
          <td>{formatDuration(Math.max(0, health.now - process.startedAt), language)}</td>
          <td className={styles.number}>{percent(process.cpuShare)}</td>
          <td className={styles.number}>{t('health.megabytes', { size: number(process.rssBytes / 1e6) })}</td>
          <td className={styles.number}>
            {t('health.milliseconds', { ms: number(process.eventLoopDelayMs) })}
          </td>
          <td>{process.version}</td>
        </tr>
      ))}
    </DataTable>
  );
}

export function IncidentTable({ incidents }: { readonly incidents: readonly Incident[] }): ReactNode {
  const { t, language } = useWords();
  if (incidents.length === 0) return <p className={styles.none}>{t('health.noIncidents')}</p>;
  return (
    <DataTable
      caption={t('health.incidents')}
      head={[
        t('health.since'),
        t('health.element'),
        t('health.state'),
        t('health.lasted'),
        t('health.detail'),
      ]}
    >
      {/* Several alerts of one element may begin at once. New ones come in front: counted from the oldest, each keeps its key. */}
      {incidents.map((incident, index) => (
        <tr key={incidents.length - index}>
          <td>{formatMoment(incident.startedAt, language)}</td>
          <th scope="row">{nameOf(incident.element, t)}</th>
          <td>
            <ElementState state={incident.state} />
          </td>
          <td>
            {incident.endedAt === null
              ? t('health.stillOpen')
              : formatDuration(incident.endedAt - incident.startedAt, language)}
          </td>
          <td className={styles.text}>{detailText(incident.detail, t)}</td>
        </tr>
      ))}
    </DataTable>
  );
}

function nameOf(id: string, t: Parameters<typeof elementName>[1]): string {
  return elementName({ id, name: id.slice(id.indexOf(':') + 1) }, t);
}

function lastOf({ lastRecordAt }: PipelineElement, now: number, language: 'ko' | 'en'): string {
  return lastRecordAt === null ? '–' : formatAgo(Math.max(0, now - lastRecordAt), language);
}
