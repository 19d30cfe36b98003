import type { SocketServer } from '../live/socket-server.ts';
import { gatewayStateSchema, shedRequestSchema, type GatewayState } from './contract.ts';
import type { Route } from './route.ts';
import { answer, readRequest } from './validate.ts';

/** What the operator of several gateways asks of one: how full it is, and to give connections to the others. */
export function gatewayRoutes(
  sockets: Pick<SocketServer, 'connections' | 'sentAway' | 'shed' | 'shedding'>,
): readonly Route[] {
  const state = (): GatewayState => ({
    connections: sockets.connections(),
    sentAway: sockets.sentAway(),
    shedding: sockets.shedding() ?? null,
  });
  return [
    {
      method: 'get',
      path: '/api/gateway',
      summary: 'How many viewers are connected to this gateway',
      answers: { 200: gatewayStateSchema },
      handler: (_request, response) => answer(response, gatewayStateSchema, state()),
    },
    {
      method: 'post',
      path: '/api/gateway/shed',
      summary: 'Give a share of the connections of this gateway to the others, spread over a time',
      body: shedRequestSchema,
      answers: { 202: gatewayStateSchema },
      handler: (request, response) => {
        const { share, overSeconds } = readRequest(shedRequestSchema, request.body);
        sockets.shed({ share, overMs: overSeconds * 1_000 });
        answer(response, gatewayStateSchema, state(), 202);
      },
    },
  ];
}
