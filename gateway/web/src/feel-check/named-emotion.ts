import { EMOTION_NAMES_KO, EMOTIONS, type Emotion } from '../../../../language/types.ts';

/** The emotion of a Korean name; undefined for a name that is none of the seven. */
export function emotionNamed(name: string): Emotion | undefined {
  return EMOTIONS.find((emotion) => EMOTION_NAMES_KO[emotion] === name);
}
