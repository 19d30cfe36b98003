import type { AlertBook } from '../../core/alerts/alert-book.ts';
import type { Clock } from '../../core/clock.ts';
import type { AlertCommands } from '../commands/alerts.ts';
import { pageOfAlerts } from './alert-pages.ts';
import { alertDetailSchema, alertsPageSchema, alertsQuerySchema } from './alert-shapes.ts';
import { idOf } from './broadcasts.ts';
import { describeAlert, historyOf } from './describe-alert.ts';
import type { Route } from './route.ts';
import { answer, readRequest } from './validate.ts';

/** What is wrong now and what was. */
export function alertRoutes(options: {
  readonly alerts: AlertBook;
  readonly commands: Pick<AlertCommands, 'get'>;
  readonly clock: Clock;
}): readonly Route[] {
  const { alerts, commands, clock } = options;
  return [
    {
      method: 'get',
      path: '/api/alerts',
      summary: 'Alerts, the newest first: all that are open, and the latest thousands that are resolved',
      query: alertsQuerySchema,
      answers: { 200: alertsPageSchema },
      handler: (request, response) => {
        const now = clock.now();
        const query = readRequest(alertsQuerySchema, request.query);
        const page = pageOfAlerts(alerts.state.alerts.values(), query, now);
        answer(response.set('Cache-Control', 'no-store'), alertsPageSchema, {
          alerts: page.alerts.map((alert) => describeAlert(alert, now)),
          next: page.next,
        });
      },
    },
    {
      method: 'get',
      path: '/api/alerts/:id',
      summary: 'An alert and what happened to it: who looks after it, what was sent, how it ended',
      answers: { 200: alertDetailSchema },
      problems: ['CHATPULSE_ALERT_UNKNOWN', 'CHATPULSE_LOG_UNAVAILABLE'],
      handler: async (request, response) => {
        const alert = await commands.get(idOf(request));
        answer(response.set('Cache-Control', 'no-store'), alertDetailSchema, {
          alert: describeAlert(alert, clock.now()),
          history: historyOf(alert),
        });
      },
    },
  ];
}
