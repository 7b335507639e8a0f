/** Holds every answer and every frame against what the product says of itself: the route data and the frame schemas. */
import { isDeepStrictEqual } from 'node:util';
import { WebSocket } from 'ws';
import type { Environment } from '../../client/environment.ts';
import { ServerFrame } from '../../functions/api/frames.ts';
import { describeApi } from '../../functions/api/openapi.ts';
import { PROBLEM_TYPE } from '../../functions/api/problem.ts';
import type { Route } from '../../functions/api/route.ts';
import { routes } from '../../functions/api/routes.ts';
import { Problem } from '../../functions/api/schemas.ts';

/** A route's exact path comes before one with a parameter in the same place. */
const patterns = Object.values(routes)
  .flat()
  .map((route: Route) => ({ route, path: new RegExp(`^${route.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`) }))
  .sort((one, other) => one.route.path.split('{').length - other.route.path.split('{').length);

const description = describeApi();

interface Operation {
  readonly responses: Readonly<Record<string, { readonly description: string }>>;
}

/** Statuses the gateway itself answers with, as `{message}`. */
const GATEWAY_STATUSES = new Set([401, 403, 404, 500, 503]);

export interface Contract {
  /** What was not as the product says. */
  readonly violations: readonly string[];
  fetch(apiUrl: string, inner: Environment['fetch']): Environment['fetch'];
  /** The WebSocket class of one device, which can drop all its sockets. */
  sockets(): { readonly WebSocket: typeof WebSocket; drop(): void };
}

export function contract(): Contract {
  const violations: string[] = [];

  return {
    violations,
    fetch: (apiUrl, inner) => async (url, init) => {
      const response = await inner(url, init);
      const wrong = await violationOf(new URL(url.slice(apiUrl.length), 'http://api').pathname, init.method ?? 'GET', response.clone());
      if (wrong) violations.push(`${init.method} ${url}: ${response.status} ${wrong}`);
      return response;
    },
    sockets() {
      const opened = new Set<WebSocket>();
      return {
        WebSocket: class extends WebSocket {
          constructor(url: string, protocols: string[]) {
            super(url, protocols);
            opened.add(this);
            this.on('close', () => opened.delete(this));
            this.on('message', (data: Buffer) => {
              const frame: unknown = JSON.parse(data.toString());
              if (!isDeepStrictEqual(ServerFrame.safeParse(frame).data, frame)) violations.push(`frame ${data.toString()}`);
            });
          }
        } as typeof WebSocket,
        drop() {
          for (const socket of opened) socket.terminate();
        },
      };
    },
  };
}

async function violationOf(path: string, method: string, response: Response): Promise<string | undefined> {
  const text = await response.text();
  const route = patterns.find((each) => each.route.method === method && each.path.test(path))?.route;
  const schema = route?.answers[response.status];
  if (schema === null) return text === '' ? undefined : `has a body: ${text}`;
  const body: unknown = JSON.parse(text);
  if (schema) return isDeepStrictEqual(schema.safeParse(body).data, body) ? undefined : `does not fit its schema: ${text}`;
  if (response.headers.get('content-type') !== PROBLEM_TYPE) {
    const gateways = GATEWAY_STATUSES.has(response.status) && isDeepStrictEqual(Object.keys(body as object), ['message']);
    return gateways ? undefined : `is neither a problem nor the gateway's: ${text}`;
  }
  const problem = Problem.safeParse(body).data;
  const declared = route && problem?.status === response.status && problemsOf(route).get(response.status)?.includes(`\`${problem.code}\``);
  return declared ? undefined : `is not a refusal of this route: ${text}`;
}

/** The problems that the published description gives a route, with their codes, by status. */
function problemsOf({ path, method }: Route): ReadonlyMap<number, string> {
  const operation = description.paths[path]?.[method.toLowerCase()] as Operation | undefined;
  return new Map(Object.entries(operation?.responses ?? {}).map(([status, response]) => [Number(status), response.description]));
}
