/** A word to place. */
export interface CloudWord {
  readonly word: string;
  readonly count: number;
  readonly profane: boolean;
}

/** A placed word: `x`, `y` are the middle, in px from the top left corner of the box. */
export interface PlacedWord extends CloudWord {
  readonly x: number;
  readonly y: number;
  /** Font size in px. */
  readonly size: number;
}

export interface CloudOptions {
  readonly width: number;
  readonly height: number;
  /** Width in px of a word set at 1 px; times the size it is the width on screen. */
  readonly measure: (word: string) => number;
  readonly minSize?: number;
  readonly maxSize?: number;
}

interface Rect {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const LINE = 1.15;
/** A finger needs a place so wide and high (WCAG 2.2, success criterion 2.5.8), px. */
export const TARGET = 24;
const GAP = 4;
const SIZE_STEP = 2;
/** Distance between neighbouring places that are tried, px. */
const SPACING = 6;
/** Turning by the golden angle spreads the places evenly (Vogel's model of a sunflower head, 1979). */
const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));
/** Words may cover so much of the box; more would leave many without a place. */
const COVERAGE = 0.42;
const LARGEST = 56;
const SMALLEST_MAXIMUM = 20;

/**
 * Places words by frequency. A word that has a place keeps it as long as nothing more frequent needs the room, so that
 * the eye finds it again; a new or pushed word takes the free place nearest to where it was, or to the middle. What
 * finds no room is left out, the rarest first. The same input gives the same picture.
 */
export function layoutCloud(
  words: readonly CloudWord[],
  previous: ReadonlyMap<string, PlacedWord>,
  options: CloudOptions,
): readonly PlacedWord[] {
  const { width, height, measure } = options;
  if (width <= 0 || height <= 0) return [];
  const ranked = [...words]
    .filter((word) => word.count > 0 && word.word !== '')
    .sort((a, b) => b.count - a.count || (a.word < b.word ? -1 : 1));
  const most = ranked[0]?.count ?? 0;
  const least = ranked.at(-1)?.count ?? 0;
  const taken: Rect[] = [];
  const placed: PlacedWord[] = [];
  for (const word of ranked) {
    const before = previous.get(word.word);
    const size = fontSize(word.count, least, most, options);
    const spot = findSpot({
      halfWidth: Math.max(TARGET, measure(word.word) * size) / 2,
      halfHeight: heightOf(size) / 2,
      from: before ?? { x: width / 2, y: height / 2 },
      width,
      height,
      taken,
    });
    if (!spot) continue;
    taken.push(spot.rect);
    placed.push({ ...word, size, x: spot.x, y: spot.y });
  }
  return placed;
}

/** Size by the square root of the share, so that the area follows the count; in steps, so that it does not tremble. */
function fontSize(count: number, least: number, most: number, options: CloudOptions): number {
  const { minSize = 12, maxSize = 32 } = options;
  const share = most > least ? (count - least) / (most - least) : 0.5;
  return Math.round((minSize + (maxSize - minSize) * Math.sqrt(share)) / SIZE_STEP) * SIZE_STEP;
}

/** The largest font size at which the words cover no more of the box than leaves room between them. */
export function fittingSize(words: readonly CloudWord[], options: CloudOptions): number {
  const counts = words.map((word) => word.count);
  const most = Math.max(...counts);
  const least = Math.min(...counts);
  const room = options.width * options.height * COVERAGE;
  for (let maxSize = LARGEST; maxSize > SMALLEST_MAXIMUM; maxSize -= 4) {
    const covered = words.reduce((sum, { word, count }) => {
      const size = fontSize(count, least, most, { ...options, maxSize });
      return sum + (Math.max(TARGET, options.measure(word) * size) + GAP) * heightOf(size);
    }, 0);
    if (covered <= room) return maxSize;
  }
  return SMALLEST_MAXIMUM;
}

function heightOf(size: number): number {
  return Math.max(TARGET, size * LINE);
}

interface SpotQuery {
  readonly halfWidth: number;
  readonly halfHeight: number;
  readonly from: { readonly x: number; readonly y: number };
  readonly width: number;
  readonly height: number;
  readonly taken: readonly Rect[];
}

function findSpot(query: SpotQuery): { x: number; y: number; rect: Rect } | null {
  const { halfWidth, halfHeight, from, width, height, taken } = query;
  if (halfWidth * 2 > width || halfHeight * 2 > height) return null;
  const reach = Math.hypot(width, height);
  const steps = (reach / SPACING) ** 2;
  for (let step = 0; step < steps; step += 1) {
    const radius = SPACING * Math.sqrt(step);
    const angle = step * GOLDEN_ANGLE;
    const x = from.x + Math.cos(angle) * radius;
    const y = from.y + Math.sin(angle) * radius;
    const rect = { left: x - halfWidth, top: y - halfHeight, right: x + halfWidth, bottom: y + halfHeight };
    if (rect.left < 0 || rect.top < 0 || rect.right > width || rect.bottom > height) continue;
    if (!taken.some((other) => overlaps(rect, other))) return { x, y, rect };
  }
  return null;
}

function overlaps(a: Rect, b: Rect): boolean {
  return (
    a.left < b.right + GAP &&
    b.left < a.right + GAP &&
    a.top < b.bottom + GAP / 2 &&
    b.top < a.bottom + GAP / 2
  );
}
