import type { Response } from 'express';
import { DEFAULT_ALERT_RULES } from '../../core/alerts/default-rules.ts';
import { MEASURE_OF_RULE } from '../../core/alerts/measures.ts';
import type { AlertRuleSet } from '../../core/alerts/rule-set.ts';
import { ALERT_RULES, CHAT_RULES, SOURCE_RULES, type AlertRuleName } from '../../core/alerts/rule.ts';
import type { AlertRuleCommands } from '../commands/alert-rules.ts';
import { alertRulesSchema, setAlertRulesSchema, type DescribedAlertRule } from './alert-shapes.ts';
import { ASKED_BY_HEADER, askedBy } from './asked-by.ts';
import { seenVersion } from './if-match.ts';
import type { Route } from './route.ts';
import { answer, readRequest } from './validate.ts';

/** When alerts are raised. */
export function alertRulesRoutes(commands: AlertRuleCommands): readonly Route[] {
  return [
    {
      method: 'get',
      path: '/api/alert-rules',
      summary: 'When alerts are raised: every rule as it holds, and what differs from the defaults',
      answers: { 200: alertRulesSchema },
      problems: ['CHATPULSE_LOG_UNAVAILABLE'],
      handler: async (_request, response) => answerRules(response, await commands.get()),
    },
    {
      method: 'put',
      path: '/api/alert-rules',
      summary: 'Replace what differs from the defaults; it holds within a second, without a restart',
      headers: {
        'If-Match': 'The ETag of the rules that are to be replaced; without it, whatever is there',
        ...ASKED_BY_HEADER,
      },
      body: setAlertRulesSchema,
      answers: { 200: alertRulesSchema },
      problems: ['CHATPULSE_ALERT_RULES_CHANGED', 'CHATPULSE_LOG_UNAVAILABLE'],
      handler: async (request, response) => {
        const { changes } = readRequest(setAlertRulesSchema, request.body);
        answerRules(response, await commands.set(changes, seenVersion(request), askedBy(request)));
      },
    },
  ];
}

function answerRules(
  response: Response,
  { version, changedAt, changedBy, changes, rules }: AlertRuleSet,
): void {
  response.set('ETag', `"${version}"`).set('Cache-Control', 'no-store');
  answer(response, alertRulesSchema, {
    version,
    changedAt,
    changedBy,
    changes,
    rules: ALERT_RULES.map((name) => ({
      name,
      about: aboutOf(name),
      measure: MEASURE_OF_RULE[name],
      now: rules[name],
      default: DEFAULT_ALERT_RULES[name],
    })),
  });
}

function aboutOf(name: AlertRuleName): DescribedAlertRule['about'] {
  if (CHAT_RULES.some((one) => one === name)) return 'chat';
  return SOURCE_RULES.some((one) => one === name) ? 'source' : 'system';
}
