import type { PipelineElement, PipelineHealth } from '../../../http/health-shapes.ts';

export const NODE = { width: 128, height: 56, gapX: 36, gapY: 12 } as const;

/** Sources shown one by one; more of them stand behind their producers. */
const MOST_SOURCES = 5;

export interface PlacedElement {
  readonly element: PipelineElement;
  /** Of the upper left corner, px. */
  readonly x: number;
  readonly y: number;
}

export interface PlacedEdge {
  readonly from: string;
  readonly to: string;
  /** An SVG path from the right side of one element to the left side of the other. */
  readonly path: string;
}

export interface Diagram {
  readonly nodes: readonly PlacedElement[];
  readonly edges: readonly PlacedEdge[];
  readonly width: number;
  readonly height: number;
  /** Sources that are not drawn. */
  readonly hiddenSources: number;
}

/** The column of an element: the way of the data from left to right. Undefined where it is not drawn. */
function columnOf({ id, kind }: PipelineElement): number | undefined {
  if (kind === 'source') return 0;
  if (kind === 'producers') return 1;
  if (kind === 'topic') return id === 'topic:chat.analyzed' ? 4 : LATE_TOPICS.has(id) ? 6 : 2;
  if (kind === 'processor') return id === 'processor:analyze' ? 3 : 5;
  if (kind === 'sink') return 7;
  if (kind === 'store') return id === 'store:log' || id === 'store:registry' ? 3 : 8;
  if (kind === 'gateway') return 9;
  return id === 'canary:pipeline' ? 9 : undefined;
}

const LATE_TOPICS: ReadonlySet<string> = new Set([
  'topic:chat.windows',
  'topic:chat.words',
  'topic:alert.events',
]);
const ORDER: readonly string[] = ['topic:chat.raw', 'processor:windows', 'sink:archive', 'store:archive'];

/** Sources that are unwell come first, so that they are never among those that are not drawn. */
function weight({ id, kind, state }: PipelineElement): number {
  if (kind === 'source') return state === 'ok' ? 1 : 0;
  if (kind === 'canary') return 3;
  return ORDER.includes(id) ? 0 : 1;
}

/** Places the elements of the pipeline in columns, each column centred, and draws the arrows between them. */
export function layOut({ elements, edges }: Pick<PipelineHealth, 'elements' | 'edges'>): Diagram {
  const columns: PipelineElement[][] = [];
  for (const element of elements) {
    const column = columnOf(element);
    if (column !== undefined) (columns[column] ??= []).push(element);
  }
  const sorted = Array.from(columns, (column = []) =>
    column.toSorted((a, b) => weight(a) - weight(b) || (a.id < b.id ? -1 : 1)),
  );
  const hiddenSources = Math.max(0, (sorted[0]?.length ?? 0) - MOST_SOURCES);
  const filled = sorted.map((column, index) => (index === 0 ? column.slice(0, MOST_SOURCES) : column));
  const shown = filled.filter((column) => column.length > 0);
  const rows = Math.max(1, ...shown.map((column) => column.length));
  const height = rows * NODE.height + (rows - 1) * NODE.gapY;
  const nodes = shown.flatMap((column, index) => {
    const own = column.length * NODE.height + (column.length - 1) * NODE.gapY;
    return column.map((element, row) => ({
      element,
      x: index * (NODE.width + NODE.gapX),
      y: (height - own) / 2 + row * (NODE.height + NODE.gapY),
    }));
  });
  const places = new Map(nodes.map((node) => [node.element.id, node]));
  return {
    nodes,
    edges: edges.flatMap(({ from, to }) => {
      const [a, b] = [places.get(from), places.get(to)];
      return a && b ? [{ from, to, path: curve(a, b) }] : [];
    }),
    width: shown.length * NODE.width + Math.max(0, shown.length - 1) * NODE.gapX,
    height,
    hiddenSources,
  };
}

function curve(from: PlacedElement, to: PlacedElement): string {
  const [x1, y1] = [from.x + NODE.width, from.y + NODE.height / 2];
  const [x2, y2] = [to.x, to.y + NODE.height / 2];
  const bend = Math.max(NODE.gapX / 2, Math.abs(x2 - x1) / 2);
  return `M ${x1} ${y1} C ${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
}
