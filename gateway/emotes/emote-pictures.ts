/**
 * Where the pictures of emotes are: one table, from which the pages make addresses and the server its Content Security
 * Policy. Pure: the browser bundle imports this file.
 */

interface PictureSource {
  /** The platform's own host; nothing is loaded from any other. */
  readonly host: string;
  /** What an id of this platform looks like, as a whole. */
  readonly id: RegExp;
  /** The path of its picture, made of the groups of `id`; where none is given the id is the address itself. */
  readonly path?: (...groups: readonly string[]) => string;
}

/**
 * By platform, or by who keeps the emotes of a configured list. Platforms that send the address of a picture along have
 * no ids to make one from: their sources give the address as the id, and it is used where it has the known form.
 */
const SOURCES: Readonly<Record<string, readonly PictureSource[]>> = {
  twitch: [
    {
      host: 'static-cdn.jtvnw.net',
      id: /^([A-Za-z0-9_]{1,64})$/,
      path: (id) => `/emoticons/v2/${id}/default/dark/2.0`,
    },
  ],
  soop: [
    {
      host: 'ogq-sticker-global-cdn-z01.sooplive.com',
      id: /^([0-9a-f]{8,32})\/(\d{1,4})$/,
      path: (group, number) => `/sticker/${group}/${number}_80.png`,
    },
  ],
  youtube: [
    {
      host: 'yt3.ggpht.com',
      id: /^https:\/\/yt3\.ggpht\.com\/[A-Za-z0-9_-]{20,200}=w\d{1,3}-h\d{1,3}-c-k-nd$/,
    },
  ],
  chzzk: [
    {
      host: 'ssl.pstatic.net',
      id: /^https:\/\/ssl\.pstatic\.net\/static\/nng\/glive\/icon\/[A-Za-z0-9_]{1,64}\.(?:png|gif)$/,
    },
    {
      host: 'nng-phinf.pstatic.net',
      id: /^https:\/\/nng-phinf\.pstatic\.net\/glive\/[A-Za-z0-9_./-]{1,300}\.(?:png|gif|jpg|webp)$/,
    },
  ],
  '7tv': [
    {
      host: 'cdn.7tv.app',
      id: /^([0-9A-Za-z]{24,26})$/,
      path: (id) => `/emote/${id}/2x.webp`,
    },
  ],
  bttv: [
    {
      host: 'cdn.betterttv.net',
      id: /^([0-9a-f]{24})$/,
      path: (id) => `/emote/${id}/2x.webp`,
    },
  ],
  ffz: [
    {
      host: 'cdn.frankerfacez.com',
      id: /^(\d{1,9})$/,
      path: (id) => `/emote/${id}/2`,
    },
  ],
};

/** Every host that a page may load pictures from. */
export const PICTURE_HOSTS: readonly string[] = Object.values(SOURCES).flatMap((sources) =>
  sources.map(({ host }) => host),
);

/** Who keeps third-party emotes; the emotes of a configured list carry `KEEPER:ID`. */
export const EMOTE_KEEPERS = ['7tv', 'bttv', 'ffz'] as const;

/** The address of an emote's picture; null where the platform or the form of the id is not known. */
export function emotePicture(platform: string, id: string): string | null {
  const keeper = EMOTE_KEEPERS.find((name) => id.startsWith(`${name}:`));
  return keeper === undefined ? pictureOf(platform, id) : pictureOf(keeper, id.slice(keeper.length + 1));
}

function pictureOf(name: string, id: string): string | null {
  if (!Object.hasOwn(SOURCES, name)) return null;
  for (const { host, id: form, path } of SOURCES[name] ?? []) {
    const [whole, ...groups] = form.exec(id) ?? [];
    if (whole === undefined || whole.includes('/..') || whole.includes('./')) continue;
    return path ? `https://${host}${path(...groups)}` : whole;
  }
  return null;
}
