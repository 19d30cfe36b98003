/** For the pages, which know the gateway alone. */
export { RULE_TITLES } from '../../core/alerts/rule-titles.ts';
