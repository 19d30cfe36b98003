import type { PipelineElement, PipelineHealth } from '../../../http/health-shapes.ts';

/** px */
const NODE = { height: 56, gapY: 12 } as const;
/** Where there is room, and as narrow as names can still be told apart. */
const GAP = { most: 36, least: 14 } as const;
const WIDTH = { most: 128, least: 104 } as const;

/** Sources shown one by one; more of them stand behind their producers. */
const MOST_SOURCES = 5;

export interface PlacedElement {
  readonly element: PipelineElement;
  /** Of the upper left corner, px. */
  readonly x: number;
  readonly y: number;
}

export interface NodeSize {
  readonly width: number;
  readonly height: number;
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
  /** Of each element. */
  readonly node: NodeSize;
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

/**
 * Places the elements of the pipeline in columns, each column centred, and draws the arrows between them.
 *
 * @param available px that the drawing should not be wider than: the gaps become narrow, then the elements, each to its least
 */
export function layOut(
  { elements, edges }: Pick<PipelineHealth, 'elements' | 'edges'>,
  available = Infinity,
): Diagram {
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
  const { width, gap } = columnsIn(available, shown.length);
  const height = rows * NODE.height + (rows - 1) * NODE.gapY;
  const nodes = shown.flatMap((column, index) => {
    const own = column.length * NODE.height + (column.length - 1) * NODE.gapY;
    return column.map((element, row) => ({
      element,
      x: index * (width + gap),
      y: (height - own) / 2 + row * (NODE.height + NODE.gapY),
    }));
  });
  const places = new Map(nodes.map((node) => [node.element.id, node]));
  return {
    nodes,
    edges: edges.flatMap(({ from, to }) => {
      const [a, b] = [places.get(from), places.get(to)];
      return a && b ? [{ from, to, path: curve(a, b, width) }] : [];
    }),
    width: shown.length * width + Math.max(0, shown.length - 1) * gap,
    height,
    node: { width, height: NODE.height },
    hiddenSources,
  };
}

function columnsIn(available: number, columns: number): { readonly width: number; readonly gap: number } {
  const gaps = Math.max(1, columns - 1);
  const between = (size: number, { least, most }: typeof GAP | typeof WIDTH): number =>
    Math.floor(Math.min(most, Math.max(least, size)));
  const gap = between((available - columns * WIDTH.most) / gaps, GAP);
  return { gap, width: between((available - gaps * gap) / Math.max(1, columns), WIDTH) };
}

function curve(from: PlacedElement, to: PlacedElement, width: number): string {
  const [x1, y1] = [from.x + width, from.y + NODE.height / 2];
  const [x2, y2] = [to.x, to.y + NODE.height / 2];
  const bend = Math.max(GAP.most / 2, Math.abs(x2 - x1) / 2);
  return `M ${x1} ${y1} C ${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
}
