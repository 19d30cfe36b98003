import { z } from 'zod';
import { ERROR_TABLE, type ErrorCode } from '../../core/error-table.ts';
import { problemSchema } from './contract.ts';
import type { Route } from './route.ts';

/** Problems that any request may get. */
const ALWAYS: readonly ErrorCode[] = [
  'CHATPULSE_REQUEST_INVALID',
  'CHATPULSE_TOKEN_WRONG',
  'CHATPULSE_ORIGIN_REFUSED',
  'CHATPULSE_HOST_REFUSED',
  'CHATPULSE_RATE_LIMITED',
  'CHATPULSE_INTERNAL',
];

type Json = Readonly<Record<string, unknown>>;

/** The OpenAPI 3.1 document, made from the schemas that the server itself uses. */
export function openapiDocument(routes: readonly Route[], version: string): Json {
  const components: Record<string, unknown> = {};
  const paths: Record<string, Record<string, Json>> = {};
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    (paths[path] ??= {})[route.method] = describeRoute(route, components);
  }
  return {
    openapi: '3.1.0',
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    info: {
      title: 'Chatpulse',
      version,
      description:
        'Live chat of broadcasts: watched, moderated, measured and archived. Live updates come over /ws.',
    },
    servers: [{ url: '/' }],
    security: [{ token: [] }, { session: [] }, {}],
    paths,
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'CHATPULSE_TOKEN, where the server has one' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'chatpulse_session',
          description: 'set by POST /api/session',
        },
      },
      schemas: components,
    },
  };
}

const WITHOUT_BODY: ReadonlySet<string> = new Set(['204', '304']);

function describeRoute(route: Route, components: Record<string, unknown>): Json {
  const responses: Record<string, Json> = {};
  for (const [status, schema] of Object.entries(route.answers))
    responses[status] =
      typeof schema === 'string'
        ? {
            description: schema,
            ...(WITHOUT_BODY.has(status)
              ? {}
              : { content: { 'text/plain': { schema: { type: 'string' } } } }),
          }
        : {
            description: 'Done',
            content: { 'application/json': { schema: toSchema(schema, 'output', components) } },
          };
  for (const [status, codes] of problemsByStatus(route))
    responses[status] ??= {
      description: codes.join(', '),
      content: { 'application/problem+json': { schema: toSchema(problemSchema, 'output', components) } },
    };
  const parameters = [
    ...pathParameters(route.path),
    ...queryParameters(route.query),
    ...headerParameters(route.headers),
  ];
  return {
    summary: route.summary,
    ...(parameters.length > 0 && { parameters }),
    ...(route.body && {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: toSchema(route.body, 'input', components) } },
      },
    }),
    responses,
  };
}

function problemsByStatus(route: Route): Map<string, string[]> {
  const byStatus = new Map<string, string[]>();
  const ofBody: readonly ErrorCode[] = route.body ? ['CHATPULSE_REQUEST_TOO_LARGE'] : [];
  for (const code of [...ALWAYS, ...ofBody, ...(route.problems ?? [])]) {
    const status = String(ERROR_TABLE[code].status);
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return byStatus;
}

function pathParameters(path: string): Json[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
}

function headerParameters(headers: Route['headers'] = {}): Json[] {
  return Object.entries(headers).map(([name, description]) => ({
    name,
    in: 'header',
    required: false,
    description,
    schema: { type: 'string' },
  }));
}

function queryParameters(query: z.ZodType | undefined): Json[] {
  if (!query) return [];
  const schema = z.toJSONSchema(query, { io: 'output' }) as {
    properties?: Record<string, { description?: string; default?: unknown }>;
  };
  return Object.entries(schema.properties ?? {}).map(([name, { description, ...rest }]) => ({
    name,
    in: 'query',
    required: false,
    ...(description !== undefined && { description }),
    schema: rest,
  }));
}

/** A schema as a reference into `components` where it has a name, with every named schema inside it put there too. */
function toSchema(schema: z.ZodType, io: 'input' | 'output', components: Record<string, unknown>): Json {
  const {
    $defs,
    $schema: _dialect,
    ...body
  } = z.toJSONSchema(schema, { io, target: 'draft-2020-12' }) as Record<string, unknown> & {
    $defs?: Record<string, Json>;
  };
  for (const [name, definition] of Object.entries($defs ?? {}))
    components[name] = rewire(withoutId(definition));
  const name = schema.meta()?.id;
  if (name === undefined) return rewire(body) as Json;
  components[name] = rewire(withoutId(body));
  return { $ref: `#/components/schemas/${name}` };
}

function withoutId({ id: _id, ...rest }: Json): Json {
  return rest;
}

/** References inside a schema lead to its own `$defs`; here they lead to the components. */
function rewire(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(rewire);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) =>
      key === '$ref' && typeof inner === 'string'
        ? [key, inner.replace('#/$defs/', '#/components/schemas/')]
        : [key, rewire(inner)],
    ),
  );
}
