import { useState, type ReactNode } from 'react';
import { emotePicture } from '../../../emotes/emote-pictures.ts';
import { usePreferences } from '../app/preferences.ts';
import styles from './emote.module.css';

/** Pictures that could not be loaded, so that a line that comes back does not ask again. */
const failed = new Set<string>();
const MOST_FAILED = 2_000;

interface EmoteProps {
  readonly platform: string;
  readonly id: string;
  /** What is written for it; stands in for the picture. */
  readonly text: string;
}

/** An emote: the platform's own picture where one is known and the reader wants pictures, else its name. */
export function Emote({ platform, id, text }: EmoteProps): ReactNode {
  const { pictures } = usePreferences();
  const address = pictures ? emotePicture(platform, id) : null;
  const [gone, setGone] = useState(() => address !== null && failed.has(address));
  if (address === null || gone) return <span className={styles.name}>{text}</span>;
  return (
    <img
      className={styles.picture}
      src={address}
      alt={text}
      title={text}
      height={24}
      loading="lazy"
      decoding="async"
      referrerPolicy="no-referrer"
      onError={() => {
        if (failed.size >= MOST_FAILED) failed.clear();
        failed.add(address);
        setGone(true);
      }}
    />
  );
}
