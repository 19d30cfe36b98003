import express, { type Express, type Router, type Request, type RequestHandler } from 'express';
import helmet from 'helmet';
import type { Logger } from 'pino';
import type { OriginGuard } from '../auth/origins.ts';
import type { TokenGuard } from '../auth/token.ts';
import { ChatpulseError } from '../../core/errors.ts';
import { PICTURE_HOSTS } from '../emotes/emote-pictures.ts';
import type { Telemetry } from '../../core/telemetry/port.ts';
import { openapiDocument } from './openapi.ts';
import { servePages } from './pages.ts';
import { problemHandler } from './problem.ts';
import { noteError, watchRequests, type ToldResponse } from './request-watch.ts';
import type { Route } from './route.ts';
import { refuseTooMany } from './too-many.ts';

const BODY_LIMIT = 64 * 1_024;
/** Used by probes and pages before anybody has signed in. */
const WITHOUT_TOKEN: ReadonlySet<string> = new Set(['/livez', '/readyz', '/api/session']);

export interface AppOptions {
  readonly routes: readonly Route[];
  /** The pages of the links in notices: no part of the API. */
  readonly links: Router;
  readonly tokens: TokenGuard;
  readonly origins: OriginGuard;
  /** Takes a token of an address; answers ms to wait. */
  readonly admit: (address: string) => number;
  readonly addressOf: (request: Request) => string;
  readonly telemetry: Telemetry;
  /** Called for each answer that went out. */
  readonly onResponse?: (response: ToldResponse) => void;
  readonly staticDir?: string;
  /** Where people reach Grafana: the one place whose pages ours may show in a frame. */
  readonly grafanaUrl?: string;
  readonly version: string;
  readonly logger?: Logger;
}

/** The HTTP side: guards first, then the routes of the contract, then the pages. */
export function createApp(options: AppOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  // Lists change all the time: a tag for each answer costs more than it saves. Files have their own.
  app.set('etag', false);
  app.use(watchRequests(options));
  app.use(securityHeaders(options));
  app.use(guard((request) => options.origins.checkHost(request.headers)));
  app.use(['/api', '/metrics'], guardApi(options));
  app.use('/api', express.json({ limit: BODY_LIMIT, type: ['application/json', 'application/*+json'] }));
  for (const route of options.routes) app[route.method](route.path, route.handler);
  app.use('/a', options.links);
  const document = openapiDocument(options.routes, options.version);
  app.get('/api/openapi.json', (_request, response) => void response.json(document));
  app.use(['/api', '/livez', '/readyz', '/metrics', '/ws'], (request) => {
    throw new ChatpulseError('CHATPULSE_ROUTE_UNKNOWN', {
      message: `There is no ${request.method} ${request.originalUrl.split('?', 1)[0]?.slice(0, 200)}.`,
    });
  });
  if (options.staticDir !== undefined) servePages(app, options.staticDir);
  app.use((request) => {
    throw new ChatpulseError('CHATPULSE_ROUTE_UNKNOWN', {
      message: `There is no page ${request.path.slice(0, 200)}.`,
    });
  });
  app.use(problemHandler(noteError));
  return app;
}

function guard(check: (request: Request) => void): RequestHandler {
  return (request, _response, next) => {
    check(request);
    next();
  };
}

function guardApi({ tokens, origins, admit, addressOf }: AppOptions): RequestHandler {
  return (request, response, next) => {
    response.set('Cache-Control', 'no-store');
    refuseTooMany(response, admit(addressOf(request)), 'Too many requests from this address.');
    if (request.method !== 'GET' && request.method !== 'HEAD') origins.checkOrigin(request.headers);
    if (!WITHOUT_TOKEN.has(request.originalUrl.split('?', 1)[0] ?? '') && !tokens.admits(request.headers)) {
      response.set('WWW-Authenticate', 'Bearer realm="chatpulse"');
      throw new ChatpulseError('CHATPULSE_TOKEN_WRONG', { message: 'The request carries no valid token.' });
    }
    next();
  };
}

/**
 * Pages get scripts, styles and connections from this server alone, and nothing inline runs or styles. Pictures may come
 * from the hosts of emotes too, and a board in a frame from Grafana alone.
 */
function securityHeaders({ grafanaUrl }: Pick<AppOptions, 'grafanaUrl'>): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', ...PICTURE_HOSTS.map((host) => `https://${host}`)],
        frameSrc: [grafanaUrl === undefined ? "'none'" : new URL(grafanaUrl).origin],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    // TLS ends at a proxy, which knows whether it is always there.
    strictTransportSecurity: false,
    referrerPolicy: { policy: 'no-referrer' },
  });
}
