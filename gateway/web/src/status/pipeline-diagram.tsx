import { useMemo, useRef, type CSSProperties, type ReactNode } from 'react';
import type { PipelineHealth } from '../../../http/health-shapes.ts';
import { useWords } from '../i18n/index.ts';
import { ElementState } from './element-state.tsx';
import { ELEMENT_TONES, elementName } from './element-words.ts';
import { layOut } from './layout.ts';
import { useWidth } from './use-width.ts';
import styles from './pipeline-diagram.module.css';

interface PipelineDiagramProps {
  readonly health: PipelineHealth;
  readonly selected: string | null;
  readonly onSelect: (id: string) => void;
}

/** The pipeline as it is now, from the shows on the left to the pages on the right. Every element opens its details. */
export function PipelineDiagram({ health, selected, onSelect }: PipelineDiagramProps): ReactNode {
  const { t, number } = useWords();
  const box = useRef<HTMLDivElement>(null);
  const available = useWidth(box);
  const diagram = useMemo(() => layOut(health, available), [health, available]);
  const tones = new Map(health.elements.map(({ id, state }) => [id, ELEMENT_TONES[state]]));
  return (
    <div ref={box} className={styles.scroll} role="group" aria-label={t('health.diagram')} tabIndex={0}>
      <div className={styles.diagram} style={sizeOf(diagram)}>
        <svg className={styles.edges} width={diagram.width} height={diagram.height} aria-hidden>
          {diagram.edges.map(({ from, to, path }) => (
            <path key={`${from} ${to}`} d={path} data-tone={tones.get(from)} />
          ))}
        </svg>
        {diagram.nodes.map(({ element, x, y }) => (
          <button
            key={element.id}
            type="button"
            className={styles.node}
            data-element={element.id}
            data-tone={ELEMENT_TONES[element.state]}
            aria-pressed={selected === element.id}
            style={{ left: x, top: y, ...diagram.node }}
            title={element.id}
            onClick={() => onSelect(element.id)}
          >
            <span className={styles.name}>{elementName(element, t)}</span>
            <span className={styles.line}>
              <ElementState state={element.state} />
              {element.ratePerSecond > 0 && (
                <span className={styles.rate}>
                  {t('health.perSecond', { rate: number(element.ratePerSecond, 1) })}
                </span>
              )}
            </span>
          </button>
        ))}
      </div>
      {diagram.hiddenSources > 0 && (
        <p className={styles.more}>{t('health.moreSources', { count: diagram.hiddenSources })}</p>
      )}
    </div>
  );
}

function sizeOf({ width, height }: { width: number; height: number }): CSSProperties {
  return { width, height };
}
