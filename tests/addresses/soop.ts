import { all, malicious, none, outside, type AddressTable } from './table.ts';

const NAME = 'haram_1';

export const SOOP: AddressTable = {
  platform: 'soop',
  rows: [
    ...all(
      NAME,
      `https://play.sooplive.com/${NAME}`,
      `https://play.sooplive.com/${NAME}/293012345`,
      `https://play.sooplive.co.kr/${NAME}/293012345?utm_source=share`,
      `play.sooplive.com/${NAME}`,
      `https://www.sooplive.com/station/${NAME}`,
      `https://ch.sooplive.co.kr/${NAME}`,
      `https://m.sooplive.co.kr/#/player/${NAME}`,
      `http://play.afreecatv.com/${NAME}/293012345`,
      `http://bj.afreecatv.com/${NAME}`,
      `http://www.afreecatv.com/${NAME}`,
      `http://m.afreecatv.com/#/player/${NAME}`,
      `https://play.sooplive.com:443/HARAM_1`,
      `soop:${NAME}`,
      `afreecatv:${NAME}`,
    ),
    ...none(
      'https://play.sooplive.com',
      'https://vod.sooplive.com/player/123456',
      'https://vod.afreecatv.com/player/123456',
      'https://login.sooplive.com/x',
      'https://play.sooplive.com/하람',
      'https://play.sooplive.com/..%2fx',
      'soop:',
      'soop:../x',
    ),
    ...malicious('play.sooplive.com', NAME),
    ...outside(
      `https://play.sооplive.com/${NAME}`,
      `https://play.sooplive.evil/${NAME}`,
      `https://evilsooplive.com/${NAME}`,
      `https://play.afreecatv.com.evil.example/${NAME}`,
    ),
  ],
};
