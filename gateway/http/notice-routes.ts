import type { AlertBook } from '../../core/alerts/alert-book.ts';
import type { Clock } from '../../core/clock.ts';
import type { Notifier } from '../../sinks/notify/port.ts';
import type { AlertCommands } from '../commands/alerts.ts';
import { ASKED_BY_HEADER, askedBy } from './asked-by.ts';
import { idOf } from './broadcasts.ts';
import { actsOn, describeAlert, describeDeliveries, describeDelivery } from './describe-alert.ts';
import { muteSchema, noticeAlertSchema, noticesSchema, testOutcomesSchema } from './notice-shapes.ts';
import type { Route } from './route.ts';
import { answer, readRequest } from './validate.ts';

/** What is over and still listed, and lines of the delivery log. */
const MOST_ALERTS = 200;
const MOST_DELIVERIES = 200;

/** The telling of alerts: its log, acknowledging, muting, and the test. */
export function noticeRoutes(options: {
  readonly alerts: AlertBook;
  readonly commands: AlertCommands;
  readonly notifiers: readonly Notifier[];
  readonly clock: Clock;
}): readonly Route[] {
  const { alerts, commands, notifiers, clock } = options;
  return [
    {
      method: 'get',
      path: '/api/notices',
      summary: 'Alerts that are open or lately over, and what became of the notices of them',
      answers: { 200: noticesSchema },
      handler: (_request, response) => {
        const all = [...alerts.state.alerts.values()].reverse();
        const shown = [
          ...all.filter(({ resolvedAt }) => resolvedAt === null),
          ...all.filter(({ resolvedAt }) => resolvedAt !== null),
        ].slice(0, MOST_ALERTS);
        answer(response, noticesSchema, {
          destinations: notifiers.map(({ name }) => name),
          alerts: shown.map((alert) => describeAlert(alert, clock.now())),
          deliveries: [
            ...shown.flatMap(describeDeliveries),
            ...alerts.state.tests.map((one) => describeDelivery(one, { id: 'test', rule: '' })),
          ]
            .sort((a, b) => b.at - a.at)
            .slice(0, MOST_DELIVERIES),
          acts: shown
            .flatMap(actsOn)
            .sort((a, b) => b.at - a.at)
            .slice(0, MOST_DELIVERIES),
        });
      },
    },
    {
      method: 'post',
      path: '/api/notices/test',
      summary: 'Send a test notice through every destination, and say what each answered',
      answers: { 200: testOutcomesSchema },
      problems: ['CHATPULSE_NOTICE_UNROUTED', 'CHATPULSE_LOG_UNAVAILABLE'],
      handler: async (_request, response) => {
        answer(response, testOutcomesSchema, { outcomes: [...(await commands.test())] });
      },
    },
    {
      method: 'post',
      path: '/api/alerts/:id/acknowledge',
      summary: 'Somebody looks after the alert: no further notice of it is sent',
      headers: ASKED_BY_HEADER,
      answers: { 200: noticeAlertSchema },
      problems: ['CHATPULSE_ALERT_UNKNOWN', 'CHATPULSE_LOG_UNAVAILABLE'],
      handler: async (request, response) => {
        answer(
          response,
          noticeAlertSchema,
          describeAlert(await commands.acknowledge(idOf(request), askedBy(request)), clock.now()),
        );
      },
    },
    {
      method: 'post',
      path: '/api/alerts/:id/mute',
      summary: 'No notices of the rule about the same subject for a time',
      headers: ASKED_BY_HEADER,
      body: muteSchema,
      answers: { 200: noticeAlertSchema },
      problems: ['CHATPULSE_ALERT_UNKNOWN', 'CHATPULSE_LOG_UNAVAILABLE'],
      handler: async (request, response) => {
        const { minutes } = readRequest(muteSchema, request.body);
        answer(
          response,
          noticeAlertSchema,
          describeAlert(await commands.mute(idOf(request), minutes, askedBy(request)), clock.now()),
        );
      },
    },
  ];
}
