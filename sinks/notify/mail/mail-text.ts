import type { DescribedItem, DescribedNotice } from '../texts/describe.ts';

/** A notice as the plain part of a mail. */
export function mailText(notice: DescribedNotice): string {
  const { items, more, words } = notice;
  return [
    ...items.map((item) => itemText(item, notice)),
    ...(more > 0 ? [words.andMore(String(more))] : []),
    `-- \n${words.footer}`,
  ].join('\n\n');
}

function itemText(
  { title, mark, facts, remark, samples, item }: DescribedItem,
  { words }: DescribedNotice,
): string {
  const { details, acknowledge, mute } = item.links;
  return [
    `${title} (${mark})`,
    ...facts.map(({ label, value }) => `${label}: ${value}`),
    ...(remark === null ? [] : [remark]),
    ...(samples.length === 0
      ? []
      : ['', `${words.samples} (${words.samplesAre})`, ...samples.map((text) => `> ${text}`)]),
    ...(details === undefined ? [] : ['', `${words.details}: ${details}`]),
    ...(acknowledge === undefined ? [] : [`${words.acknowledge}: ${acknowledge}`]),
    ...(mute === undefined ? [] : [`${words.mute}: ${mute}`]),
  ].join('\n');
}
