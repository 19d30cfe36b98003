import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PipelineElement } from '../../../http/health-shapes.ts';
import { layOut } from './layout.ts';

function element(id: string, state: PipelineElement['state'] = 'ok'): PipelineElement {
  const [kind = '', name = ''] = id.split(':');
  return {
    id,
    kind,
    name,
    state,
    processes: [],
    ratePerSecond: 0,
    lag: null,
    lastRecordAt: null,
    errors: 0,
    detail: null,
  };
}
/** Every arrow of the picture that a test may need. */
const WAY = ['source', 'producers', 'topic:chat.raw', 'processor:analyze', 'topic:chat.analyzed', 'gateway'];
function edgesBetween(ids: readonly string[]): { from: string; to: string }[] {
  const at = (id: string): number => WAY.findIndex((step) => id === step || id.startsWith(`${step}:`));
  return ids.flatMap((from) =>
    ids.filter((to) => at(from) >= 0 && at(to) === at(from) + 1).map((to) => ({ from, to })),
  );
}
const laid = (ids: readonly string[], available?: number): ReturnType<typeof layOut> =>
  layOut({ elements: ids.map((id) => element(id)), edges: edgesBetween(ids) }, available);

describe('the diagram of the pipeline', () => {
  it('goes from left to right along the way of the data', () => {
    const ids = [
      'gateway:g',
      'topic:chat.raw',
      'producers:p',
      'source:show',
      'processor:analyze',
      'topic:chat.analyzed',
    ];
    const { nodes, edges } = laid(ids);
    const x = (id: string): number => nodes.find((node) => node.element.id === id)?.x ?? -1;
    expect(edges.length).toBeGreaterThan(4);
    for (const { from, to } of edges) expect(x(to)).toBeGreaterThan(x(from));
  });

  it('draws sources that are unwell before others, and says how many are left out', () => {
    const elements = [
      ...Array.from({ length: 8 }, (_, index) => element(`source:a${index}`)),
      element('source:z', 'failed'),
    ];
    const { nodes, hiddenSources } = layOut({ elements, edges: [] });
    expect(hiddenSources).toBe(4);
    expect(nodes.map((node) => node.element.id)).toContain('source:z');
  });

  it('becomes narrow with the page, to where names can still be read', () => {
    const ids = ['source:show', 'producers:p', 'topic:chat.raw', 'processor:analyze', 'gateway:g'];
    const wide = laid(ids);
    for (const available of [wide.width + 200, wide.width, wide.width - 60, wide.width - 150])
      expect(laid(ids, available).width).toBeLessThanOrEqual(available);
    expect(laid(ids, wide.width + 200).width).toBe(wide.width);
    const least = laid(ids, 100);
    expect(least.node.width).toBe(104);
    for (const [index, { x }] of least.nodes.entries()) expect(x).toBe(index * (104 + 14));
  });

  it('never lays one element over another, and keeps all within its size', () => {
    const id = fc.oneof(
      fc.constantFrom(
        'topic:chat.raw',
        'topic:chat.words',
        'processor:words',
        'sink:notify',
        'store:log',
        'store:archive',
      ),
      fc
        .tuple(fc.constantFrom('source', 'producers', 'gateway'), fc.integer({ min: 0, max: 20 }))
        .map((pair) => pair.join(':')),
    );
    fc.assert(
      fc.property(fc.uniqueArray(id), (ids) => {
        const { nodes, width, height, node } = laid(ids);
        const places = new Set(nodes.map(({ x, y }) => `${x},${y}`));
        expect(places.size).toBe(nodes.length);
        for (const { x, y } of nodes) {
          expect(x + node.width).toBeLessThanOrEqual(width);
          expect(y + node.height).toBeLessThanOrEqual(height);
          expect(y).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });
});
