/** For the pages, which know the gateway alone. */
export { partsOfDetail } from '../../core/health/detail.ts';
