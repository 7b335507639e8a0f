/**
 * The management API, through which functions reach clients: `<METHOD> /<stage>/@connections/<id>`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html
 */
import type { ApiDefinition } from '../api-gateway/definition.ts';
import { ServiceError, type Service, type ServiceResponse } from '../aws/service.ts';
import type { Faults } from '../faults.ts';
import type { Connection } from './connection.ts';

/** AWS's quota for a message. */
export const MESSAGE_MAX_BYTES = 128 * 1024;

export function createConnectionsService(
  api: ApiDefinition,
  connections: ReadonlyMap<string, Connection>,
  faults: Pick<Faults, 'gonePosts' | 'throttledPosts'>,
): Service {
  return async ({ method, path, body, account }, authorize) => {
    const { stage, id } = parsePath(path);
    authorize('execute-api:ManageConnections', `${api.arn}/${stage}/${method}/@connections/${id}`);

    const connection = connections.get(id);
    const gone = (): ServiceError => new ServiceError('GoneException', `The connection ${id} is gone.`, 410);
    if (!connection?.isOpen || connection.stage !== stage) throw gone();
    switch (method) {
      case 'POST':
        if (body.length > MESSAGE_MAX_BYTES)
          throw new ServiceError('PayloadTooLargeException', 'A message may have at most 128 KB.', 413);
        if (Math.random() < faults.gonePosts) throw gone();
        if (Math.random() < faults.throttledPosts)
          throw new ServiceError('LimitExceededException', 'Too many requests.', 429);
        account?.addMessage(body.length);
        connection.send(body);
        return response(200);
      case 'GET':
        return response(200, describe(connection));
      case 'DELETE':
        connection.close(1000, 'Connection Closed Normally');
        return response(204);
      default:
        throw new ServiceError('ForbiddenException', `@connections has POST, GET and DELETE, but not ${method}.`, 403);
    }
  };
}

function parsePath(path: string): { stage: string; id: string } {
  const [, stage, encoded] = /^\/([^/]+)\/@connections\/([^/?]+)/.exec(path) ?? [];
  if (stage === undefined || encoded === undefined) {
    throw new ServiceError(
      'ForbiddenException',
      'The path must be /<stage>/@connections/<connection id, percent-encoded>.',
      403,
    );
  }
  try {
    return { stage, id: decodeURIComponent(encoded) };
  } catch {
    throw new ServiceError('BadRequestException', `The connection id ${encoded} is not percent-encoded.`);
  }
}

function describe({ connectedAt, lastActiveAt, sourceIp, userAgent }: Connection): object {
  return {
    connectedAt: new Date(connectedAt).toISOString(),
    identity: { sourceIp, userAgent },
    lastActiveAt: new Date(lastActiveAt).toISOString(),
  };
}

function response(statusCode: number, body?: object): ServiceResponse {
  return { statusCode, headers: { 'content-type': 'application/json' }, body: body ? JSON.stringify(body) : '' };
}
