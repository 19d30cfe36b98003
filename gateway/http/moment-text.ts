/** For the pages, which know the gateway alone. */
export { momentText } from '../../core/moment-text.ts';
