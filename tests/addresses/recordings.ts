import { all, none, type AddressTable } from './table.ts';

export const REPLAY: AddressTable = {
  platform: 'replay',
  rows: [
    ...all('show.jsonl', 'replay:show.jsonl', 'REPLAY:show.jsonl', ' replay: show.jsonl '),
    ...all('어제 방송.jsonl.gz', 'replay:어제 방송.jsonl.gz'),
    ...none(
      'replay:',
      'replay:../secret.jsonl',
      'replay:/etc/passwd',
      'replay:a/b.jsonl',
      'replay:a\\b.jsonl',
      'replay:C:chat.jsonl',
      'replay:.hidden',
      'replay:..',
      `replay:${'a'.repeat(201)}`,
    ),
  ],
};

export const DEMO: AddressTable = {
  platform: 'demo',
  rows: [
    ...all('showcase', 'demo:showcase', 'Demo:SHOWCASE '),
    ...none('demo:', 'demo:other', 'demo:showcase/..'),
  ],
};
