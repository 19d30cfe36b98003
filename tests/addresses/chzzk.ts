import { all, malicious, none, outside, type AddressTable } from './table.ts';

const ID = '0123456789abcdef0123456789abcdef';

export const CHZZK: AddressTable = {
  platform: 'chzzk',
  rows: [
    ...all(
      ID,
      `https://chzzk.naver.com/live/${ID}`,
      `http://chzzk.naver.com/live/${ID}/`,
      `chzzk.naver.com/live/${ID}`,
      `https://m.chzzk.naver.com/live/${ID}`,
      `https://chzzk.naver.com/live/${ID}/chat`,
      `https://chzzk.naver.com/${ID}`,
      `https://chzzk.naver.com/${ID}/videos?videoType=REPLAY`,
      `https://chzzk.naver.com/live/${ID}?utm_source=share&fbclid=x#chat`,
      `https://chzzk.naver.com:443/live/${ID}`,
      `chzzk:${ID}`,
    ),
    ...none(
      'https://chzzk.naver.com',
      'https://chzzk.naver.com/live',
      'https://chzzk.naver.com/video/1234567',
      'https://chzzk.naver.com/clips/AbCdEf',
      'https://chzzk.naver.com/live/0123456789abcdef',
      'https://chzzk.naver.com/live/하람',
      `https://chzzk.naver.com/live/..%2f${ID}`,
      'chzzk:',
      'chzzk:abc',
    ),
    ...malicious('chzzk.naver.com', `live/${ID}`),
    ...outside(`https://chzzk.nаver.com/live/${ID}`, `https://chzzk-naver.com/live/${ID}`),
  ],
};
