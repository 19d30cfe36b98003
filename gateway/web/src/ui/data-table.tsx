import type { ReactNode } from 'react';
import styles from './data-table.module.css';

/** The name of a column of texts, or of figures, which it stands above at the right. */
export type Heading = string | { readonly figures: string };

interface DataTableProps {
  readonly caption: string;
  readonly head: readonly Heading[];
  /** The rows. */
  readonly children: ReactNode;
}

/** A table of figures, which scrolls by itself where the page is narrow. */
export function DataTable({ caption, head, children }: DataTableProps): ReactNode {
  return (
    <div className={styles.scroll} role="region" aria-label={caption} tabIndex={0}>
      <table className={styles.table}>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {head.map((heading) => {
              const isText = typeof heading === 'string';
              const name = isText ? heading : heading.figures;
              return (
                <th key={name} scope="col" className={isText ? undefined : styles.number}>
                  {name}
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
