import type { Scene } from '../script.ts';

/** Viewers arrive; the stream begins. */
export const OPENING: Scene = {
  pace: 700,
  lines: [
    ['감자전사', '오 켜졌다', { pause: 0 }],
    ['라떼한잔', '하람님 안녕하세요 haramHi', { pause: 120 }],
    ['PixelMoth', 'hi hi from Lisbon', { pause: 260 }],
    ['콩떡', '드디어 시작', { pause: 180 }],
  ],
};
