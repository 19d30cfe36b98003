import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { makeBoard, PRODUCT } from '../board.ts';
import { figure, rows, series } from '../panels.ts';
import {
  chatRows,
  chatTotals,
  CHOSEN,
  CHOSEN_CHANNEL,
  counterSum,
  gaugeMax,
  timing,
  windowRate,
  windowSeries,
  windowTotal,
} from '../queries.ts';
import { ALL_VARIABLES } from '../variables.ts';

/** The same colours as on the pages. */
const MOOD = { positive: '#2FA66A', negative: '#D6455D', neutral: '#8A8F98' };
const EMOTIONS = {
  anger: '#E5484D',
  joy: '#F5B700',
  fear: '#8E4EC6',
  disgust: '#7A8B2A',
  surprise: '#F76B15',
  peace: '#12A594',
  sadness: '#3E7BFA',
};

const emotionQueries = Object.keys(EMOTIONS).map((name) => windowSeries(`sum("${name}")`, { alias: name }));

/** What is said, and how: for hosts and analysts. */
export function applicationBoard(): Dashboard {
  return makeBoard({
    name: 'application',
    title: 'Chatpulse: application',
    about: 'Chat, mood, emotions, profanity, words, paid messages and the state of the sources.',
    variables: ALL_VARIABLES,
    from: 'now-3h',
    links: [toBroadcast()],
    rows: [
      {
        title: 'Now',
        panels: [
          figure({
            title: 'Messages per second',
            about: 'Of the last closed ten seconds, all chosen broadcasts together.',
            queries: [windowSeries('sum("messages") / 10', { size: '10s', interval: '10s' })],
            decimals: 1,
          }),
          figure({
            title: 'Negative share',
            about: 'Negative messages among all of the range.',
            queries: [windowTotal('sum("negative") / sum("messages")', { alias: 'negative' })],
            unit: 'percentunit',
            limits: [0.3, 0.5],
          }),
          figure({
            title: 'Mood',
            about: 'The mean positive index: 0 all negative, 1 all positive.',
            queries: [windowSeries('sum("positive_sum") / sum("messages")', { alias: 'mood' })],
            decimals: 2,
          }),
          figure({
            title: 'Profane share',
            about: 'Masked messages among all of the range.',
            queries: [windowTotal('sum("profane") / sum("messages")', { alias: 'profane' })],
            unit: 'percentunit',
            limits: [0.05, 0.15],
          }),
          figure({
            title: 'Paid messages',
            about: 'Donations, memberships and the like in the range.',
            queries: [windowTotal('sum("paid")', { alias: 'paid' })],
          }),
          figure({
            title: 'Chat to page, p99',
            about: 'From the append of a message to the frame of a viewer.',
            queries: [timing('stage.ms', 99, { where: `"stage" = 'end_to_end'`, alias: 'p99' })],
            unit: 'ms',
            limits: [250, 1_000],
          }),
        ],
      },
      {
        title: 'Chat',
        panels: [
          series({
            title: 'Chat per second',
            about: 'Messages per second by platform, from windows of ten seconds.',
            queries: [windowRate('messages', { by: ['platform'] })],
            stacked: true,
            min: 0,
          }),
          series({
            title: 'Positive and negative per minute',
            about: 'Positive messages above the line, negative ones below it.',
            queries: [
              windowSeries('sum("positive")', { alias: 'positive' }),
              windowSeries('-1 * sum("negative")', { alias: 'negative' }),
            ],
            style: 'bars',
            colours: MOOD,
          }),
          series({
            title: 'Emotions',
            about: 'The shares of the seven emotions, by the strongest of each message.',
            queries: emotionQueries,
            stacked: 'percent',
            colours: EMOTIONS,
          }),
          series({
            title: 'Mood by broadcast',
            about: 'The mean positive index of each minute.',
            queries: [windowSeries('sum("positive_sum") / sum("messages")', { by: ['broadcast'] })],
            min: 0,
            max: 1,
          }),
        ],
      },
      {
        title: 'Profanity',
        panels: [
          series({
            title: 'Profane messages per minute',
            about: 'Messages of which something was masked.',
            queries: [windowSeries('sum("profane")', { by: ['channel'], fill: '0' })],
            style: 'bars',
            min: 0,
          }),
          series({
            title: 'Profane share',
            about: 'Among the messages of the minute.',
            queries: [windowSeries('sum("profane") / sum("messages")', { by: ['channel'] })],
            unit: 'percentunit',
            min: 0,
          }),
        ],
      },
      {
        title: 'Words, people and money',
        panels: [
          rows({
            title: 'Top words',
            about: 'Of the twenty most frequent words of each minute, added up.',
            queries: [
              chatTotals('sum("count") AS "times"', 'chat_words', { by: ['word'], where: CHOSEN_CHANNEL }),
            ],
            columns: { word: 'Word', times: 'Times' },
            hidden: ['Time'],
            sortBy: 'times',
            limit: 30,
            width: 8,
          }),
          series({
            title: 'People who write',
            about: 'Different authors of each minute; people who write in several broadcasts count in each.',
            queries: [windowSeries('sum("authors")', { by: ['channel'] })],
            width: 8,
            min: 0,
          }),
          series({
            title: 'Paid, removed, sanctioned',
            about: 'Per minute: paid messages, messages taken away, and people silenced by the platform.',
            queries: [
              windowSeries('sum("paid")', { alias: 'paid', fill: '0' }),
              windowSeries('sum("removed")', { alias: 'removed', fill: '0' }),
              windowSeries('sum("sanctions")', { alias: 'sanctioned', fill: '0' }),
            ],
            style: 'bars',
            width: 8,
            min: 0,
          }),
        ],
      },
      {
        title: 'Sources',
        panels: [
          series({
            title: 'Sources by state',
            about: 'How many captures are in which state. Stalled and failed ones lose chat.',
            queries: [gaugeMax('source.state', { by: ['platform', 'state'] })],
            stacked: true,
            min: 0,
            width: 8,
          }),
          series({
            title: 'Viewers as the platforms tell them',
            about: 'Who watches all captured shows of a platform. Not every platform tells it.',
            queries: [gaugeMax('source.viewers', { by: ['platform'] })],
            stacked: true,
            min: 0,
            width: 8,
          }),
          series({
            title: 'Reconnects, gaps and payloads not understood',
            about:
              'Per interval and platform. Payloads that are not understood: the platform may have changed its format.',
            queries: [
              counterSum('source.reconnects', { by: ['platform'], alias: 'reconnects $tag_platform' }),
              counterSum('source.gaps', { by: ['platform'], alias: 'gaps $tag_platform' }),
              counterSum('source.unparsed', { by: ['platform'], alias: 'not understood $tag_platform' }),
            ],
            style: 'bars',
            min: 0,
            width: 8,
          }),
          rows({
            title: 'Gaps',
            about: 'Spans of which messages may be missing, newest first.',
            queries: [
              chatRows('"broadcast", "reason", "seconds", "missed"', 'chat_gap', {
                where: CHOSEN,
                limit: 100,
              }),
            ],
            columns: {
              broadcast: 'Broadcast',
              reason: 'Why',
              seconds: 'Seconds',
              missed: 'Known to be missing',
            },
            width: 24,
          }),
        ],
      },
    ],
  });
}

function toBroadcast(): dashboard.DashboardLinkBuilder {
  return new dashboard.DashboardLinkBuilder('This broadcast')
    .type(dashboard.DashboardLinkType.Link)
    .icon('dashboard')
    .tooltip('The page of the chosen broadcast; choose one above')
    .tags([])
    .url(`${PRODUCT}broadcasts/\${broadcast:csv}`)
    .targetBlank(true);
}
