/** Who asks for changes. Pure: the browser bundle imports this file. */

/** The header by which the product's own clients name themselves. No other site's page can send it: CORS asks before. */
export const CLIENT_HEADER = 'Chatpulse-Client';

/** The pages and the command line. */
export const CLIENTS = ['page', 'cli'] as const;

/** link: the signed link of a notice. api: any other program. */
export const ASKERS = [...CLIENTS, 'link', 'api'] as const;
export type Asker = (typeof ASKERS)[number];
