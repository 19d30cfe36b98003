import { useEffect, useRef, useState, type RefObject } from 'react';
import { fittingSize, layoutCloud, type CloudWord, type PlacedWord } from './cloud-layout.ts';

/** Words shown at most; more make a smaller font no reader can use. */
const MOST_WORDS = 48;
/** The cloud rests between two layouts, so that the eye can follow, ms. */
const REST_MS = 1_500;

const widths = new Map<string, number>();
let context: CanvasRenderingContext2D | null = null;

/** The width of a word set at 1 px, remembered. */
function measure(word: string): number {
  const known = widths.get(word);
  if (known !== undefined) return known;
  context ??= document.createElement('canvas').getContext('2d');
  if (!context) return word.length;
  context.font = `600 100px ${getComputedStyle(document.body).fontFamily}`;
  const width = context.measureText(word).width / 100;
  if (widths.size > 5_000) widths.clear();
  widths.set(word, width);
  return width;
}

/** Where the words stand in a box; keeps places from one time to the next. */
export function useCloudLayout(
  words: readonly CloudWord[],
  box: RefObject<HTMLElement | null>,
): readonly PlacedWord[] {
  const [placed, setPlaced] = useState<readonly PlacedWord[]>([]);
  const restUntil = useRef(0);
  const [size, setSize] = useState({ width: 0, height: 0 });

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setSize({ width: entry.contentRect.width, height: entry.contentRect.height });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [box]);

  useEffect(() => {
    const arrange = (): void => {
      if (words.length > 0 && size.width > 0) restUntil.current = performance.now() + REST_MS;
      setPlaced((before) => {
        const previous = new Map(before.map((word) => [word.word, word]));
        const shown = words.slice(0, MOST_WORDS);
        const options = { ...size, measure };
        return layoutCloud(shown, previous, { ...options, maxSize: fittingSize(shown, options) });
      });
    };
    const timer = setTimeout(arrange, Math.max(0, restUntil.current - performance.now()));
    return () => clearTimeout(timer);
  }, [words, size]);

  return placed;
}
