/** What belongs to the pipeline and how its elements hang together, as data. */

/** An arrow of the pipeline: what `from` holds or makes goes to `to`. Ids of elements, or kinds of those that come in any number. */
export interface PipelineEdge {
  readonly from: string;
  readonly to: string;
}

/** Without one of these the product does not do its work: somebody must run it. */
export const REQUIRED_ELEMENTS: readonly string[] = [
  'processor:analyze',
  'processor:windows',
  'processor:words',
  'processor:alerts',
  'sink:archive',
  'sink:metrics',
  'sink:notify',
];

const ARROWS: readonly (readonly [from: string, to: string])[] = [
  ['source', 'producers'],
  ['producers', 'topic:chat.raw'],
  ['producers', 'topic:broadcast.events'],
  ['topic:chat.raw', 'processor:analyze'],
  ['topic:moderation.rules', 'processor:analyze'],
  ['processor:analyze', 'topic:chat.analyzed'],
  ['topic:chat.analyzed', 'processor:windows'],
  ['topic:chat.analyzed', 'processor:words'],
  ['processor:windows', 'topic:chat.windows'],
  ['processor:words', 'topic:chat.words'],
  ['topic:chat.windows', 'processor:alerts'],
  ['topic:broadcast.events', 'processor:alerts'],
  ['topic:system.health', 'processor:alerts'],
  ['processor:alerts', 'topic:alert.events'],
  ['topic:chat.analyzed', 'sink:archive'],
  ['topic:chat.words', 'sink:archive'],
  ['topic:moderation.events', 'sink:archive'],
  ['topic:chat.windows', 'sink:metrics'],
  ['topic:alert.events', 'sink:notify'],
  ['topic:chat.words', 'sink:boards'],
  ['topic:broadcast.events', 'sink:boards'],
  ['topic:alert.events', 'sink:boards'],
  ['sink:archive', 'store:archive'],
  ['sink:metrics', 'store:metrics'],
  ['sink:boards', 'store:metrics'],
  ['store:archive', 'gateway'],
  ['store:metrics', 'gateway'],
  ['topic:chat.analyzed', 'gateway'],
  ['topic:chat.windows', 'gateway'],
  ['topic:chat.words', 'gateway'],
];

/** The arrows between these elements. */
export function edgesBetween(ids: readonly string[]): PipelineEdge[] {
  const byName = new Map<string, string[]>();
  const put = (name: string, id: string): void => {
    const list = byName.get(name);
    if (list) list.push(id);
    else byName.set(name, [id]);
  };
  for (const id of ids) {
    put(id, id);
    put(id.slice(0, id.indexOf(':')), id);
  }
  return ARROWS.flatMap(([from, to]) =>
    (byName.get(from) ?? []).flatMap((a) => (byName.get(to) ?? []).map((b) => ({ from: a, to: b }))),
  );
}
