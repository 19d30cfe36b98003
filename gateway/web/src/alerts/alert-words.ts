import type { TFunction } from 'i18next';
import { ko } from '../i18n/ko.ts';

function isNamed<T extends object>(names: T, name: string): name is Extract<keyof T, string> {
  return Object.hasOwn(names, name);
}

/** The rule in the reader's language; its name where it is a new one. */
export function ruleName(rule: string, t: TFunction): string {
  return isNamed(ko.alerts.rules, rule) ? t(`alerts.rules.${rule}`) : rule;
}

export function severityName(severity: string, t: TFunction): string {
  return isNamed(ko.alerts.severities, severity) ? t(`alerts.severities.${severity}`) : severity;
}

/** By what way somebody asked for a change; empty where that is not known. */
export function askerName(by: string, t: TFunction): string {
  return isNamed(ko.alerts.askers, by) ? t(`alerts.askers.${by}`) : by;
}

export function noticeName(notice: string, t: TFunction): string {
  return isNamed(ko.alerts.noticeKinds, notice) ? t(`alerts.noticeKinds.${notice}`) : notice;
}
