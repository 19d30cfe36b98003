import { all, malicious, none, outside, type AddressTable } from './table.ts';

const VIDEO = 'a1B2_c3-D4e';
const CHANNEL = 'UCabcdefghijklmnopqrst-_';

export const YOUTUBE: AddressTable = {
  platform: 'youtube',
  rows: [
    ...all(
      VIDEO,
      `https://www.youtube.com/watch?v=${VIDEO}`,
      `https://youtube.com/watch?v=${VIDEO}`,
      `https://m.youtube.com/watch?v=${VIDEO}&pp=tracking`,
      `https://music.youtube.com/watch?v=${VIDEO}`,
      `youtube.com/watch?v=${VIDEO}`,
      `https://www.youtube.com/watch?feature=shared&utm_source=x&v=${VIDEO}&t=10s`,
      `https://www.youtube.com/watch?v=${VIDEO}&list=PLx&index=2#chat`,
      `https://youtu.be/${VIDEO}`,
      `https://youtu.be/${VIDEO}?si=tracking&t=5`,
      `youtu.be/${VIDEO}`,
      `https://www.youtube.com/live/${VIDEO}?si=tracking`,
      `https://m.youtube.com/live/${VIDEO}`,
      `https://www.youtube.com/shorts/${VIDEO}`,
      `https://www.youtube.com/embed/${VIDEO}?autoplay=1`,
      `https://www.youtube-nocookie.com/embed/${VIDEO}`,
      `https://www.youtube.com/live_chat?is_popout=1&v=${VIDEO}`,
      `https://studio.youtube.com/video/${VIDEO}/livestreaming`,
      `https://www.youtube.com:443/watch?v=${VIDEO}`,
      `youtube:${VIDEO}`,
    ),
    ...all(
      '@하람방송',
      'https://www.youtube.com/@하람방송',
      'https://www.youtube.com/@%ED%95%98%EB%9E%8C%EB%B0%A9%EC%86%A1/live',
    ),
    ...all('@haram.live', 'https://www.youtube.com/@Haram.Live/streams', 'youtube:@haram.live'),
    ...all(CHANNEL, `https://www.youtube.com/channel/${CHANNEL}`, `youtube:${CHANNEL}`),
    ...none(
      'https://www.youtube.com',
      'https://www.youtube.com/feed/trending',
      'https://www.youtube.com/playlist?list=PLx',
      'https://www.youtube.com/results?search_query=live',
      'https://www.youtube.com/watch?v=short',
      'https://www.youtube.com/channel/UCshort',
      'https://www.youtube.com/@a%2F..%2Fb',
      'https://youtu.be/',
      'https://accounts.youtube.com/x',
      'youtube:',
    ),
    ...malicious('www.youtube.com', `watch?v=${VIDEO}`),
    ...outside(
      `https://www.youtube.com.co/watch?v=${VIDEO}`,
      `https://www.уoutube.com/watch?v=${VIDEO}`,
      `https://youtu.be.evil.example/${VIDEO}`,
      `https://youtube.co/watch?v=${VIDEO}`,
    ),
  ],
};
