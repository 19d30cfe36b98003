import { Droplet, Flame, Ghost, Leaf, Sparkle, Sun, ThumbsDown, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { EMOTION_NAMES_KO, type Emotion } from '../../../../language/types.ts';
import type { Language } from '../app/preferences.ts';

const ICONS: Readonly<Record<Emotion, LucideIcon>> = {
  anger: Flame,
  joy: Sun,
  fear: Ghost,
  disgust: ThumbsDown,
  surprise: Sparkle,
  peace: Leaf,
  sadness: Droplet,
};

const NAMES_EN: Readonly<Record<Emotion, string>> = {
  anger: 'Anger',
  joy: 'Joy',
  fear: 'Fear',
  disgust: 'Disgust',
  surprise: 'Surprise',
  peace: 'Peace',
  sadness: 'Sadness',
};

export function emotionName(emotion: Emotion, language: Language): string {
  return language === 'ko' ? EMOTION_NAMES_KO[emotion] : NAMES_EN[emotion];
}

/** The other language's name: both stand beside the icon. */
export function otherEmotionName(emotion: Emotion, language: Language): string {
  return emotionName(emotion, language === 'ko' ? 'en' : 'ko');
}

export function EmotionIcon({ emotion, size = 16 }: { emotion: Emotion; size?: number }): ReactNode {
  const Icon = ICONS[emotion];
  return <Icon size={size} color={`var(--${emotion}-ink)`} strokeWidth={2} aria-hidden />;
}
