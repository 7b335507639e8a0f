/**
 * The HTTP API: finds the route, checks the token, invokes the function. The way there and back takes time and fails.
 */

import type { Environment } from '#client/environment.ts';
import { COOKIES } from '#contract/cookies.ts';
import { routes } from '#contract/routes.ts';
import { product } from './product.ts';
import type { UserPool } from './user-pool.ts';
import type { Machine } from './web-socket-api.ts';
import { delay, InjectedFault, invoke, type World } from './world.ts';

/** How long a request usually takes each way. */
const NETWORK_MS = 60;

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly cookies?: readonly string[];
}

interface Call {
  readonly machine: Machine;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** The functions' routes; those without parameters come first. */
const table = (Object.keys(product.http) as (keyof typeof product.http)[])
  .flatMap((name) =>
    routes[name].map(({ method, path, access }) => ({ name, method, path, access, pattern: patternOf(path) })),
  )
  .sort((one, other) => Number(one.path.includes('{')) - Number(other.path.includes('{')));

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`);
}

export function createHttpApi(world: World, userPool: UserPool) {
  const { time, random, strikes } = world;
  let count = 0;

  async function answer({ machine, method, path, query, headers, body }: Call): Promise<Answer> {
    if (strikes('unavailable')) return { status: 503, body: '{"message":"Service Unavailable"}' };
    if (strikes('throttled')) return { status: 429, body: '{"message":"Too Many Requests"}' };
    const found = table.find((route) => route.method === method && route.pattern.test(path));
    if (!found) return { status: 404, body: '{"message":"Not Found"}' };
    const caller =
      found.access === 'anyone'
        ? undefined
        : await userPool.verify(headers['authorization']?.slice(7) ?? '').catch(() => undefined);
    if (!caller && found.access !== 'anyone') return { status: 401, body: '{"message":"Unauthorized"}' };
    const { groups = {} } = found.pattern.exec(path) ?? {};
    const parameters = Object.entries(groups).map(([name, value]) => [name, decodeURIComponent(value)] as const);
    const event = {
      routeKey: `${method} ${found.path}`,
      headers,
      rawQueryString: query,
      pathParameters: Object.fromEntries(parameters),
      body,
      cookies: [`${COOKIES.refreshToken}=${machine.refreshToken}`],
      isBase64Encoded: false,
      requestContext: {
        requestId: `request-${++count}`,
        ...(caller && {
          authorizer: {
            jwt: { claims: { username: caller.username, origin_jti: caller.session, iat: caller.issuedAt / 1000 } },
          },
        }),
      },
    };
    const { name } = found;
    world.trace(() => `${machine.name} ${method} ${path}?${query} ${body ?? ''}`);
    const handled = await invoke(world, event.routeKey, () => product.http[name](event as never));
    return {
      status: handled.statusCode ?? 200,
      headers: handled.headers as Record<string, string>,
      body: handled.body ?? '',
      cookies: handled.cookies ?? [],
    };
  }

  /** What a machine calls the API with. */
  return (machine: Machine): Environment['fetch'] =>
    async (url, { method = 'GET', headers, body }) => {
      const [path = '', query = ''] = url.split('?');
      const text = typeof body === 'string' ? body : undefined;
      const sent = Object.fromEntries(new Headers(headers));
      const call = {
        machine,
        method,
        path,
        query,
        headers: sent,
        body: text && (world.mutant.request?.(text, world) ?? text),
      };

      await time.sleep(delay(random, NETWORK_MS));
      if (!machine.online || strikes('requestLost')) await lose('request');
      const { status, headers: answered = {}, body: received = '', cookies = [] } = await answer(call).catch(killed);
      world.trace(() => `${machine.name} ${method} ${url} is answered ${status} ${received}`);
      if (hasTextOfOthers(received, machine.person))
        world.broken('leaked', `${machine.person} got a text of others: ${method} ${url} ${received}`);
      await time.sleep(delay(random, NETWORK_MS));
      if (!machine.online || strikes('answerLost')) await lose('answer');
      for (const cookie of cookies) {
        const [name, value = ''] = cookie.split(/[=;]/);
        if (name === COOKIES.refreshToken) machine.refreshToken = value;
      }
      // The parts of a Response that the client reads: a real one costs more time than everything else here.
      const response = {
        status,
        headers: { get: (name: string) => answered[name] ?? null },
        text: async () => received,
      };
      return response as unknown as Response;
    };

  /** Fails the request, or never settles: then the client's own deadline has to end it. */
  async function lose(what: string): Promise<never> {
    if (strikes('hung')) await new Promise<never>(() => undefined);
    throw new InjectedFault(`The ${what} was lost`);
  }
}

function killed(error: unknown): Answer {
  if (!(error instanceof InjectedFault)) throw error;
  return { status: 502, body: '{"message":"Internal Server Error"}' };
}

/** True if an answer has a text of a conversation that is not this person's; see `textOf`. */
const hasTextOfOthers = (answer: string, person: string): boolean =>
  [...answer.matchAll(/(\w+)~(\w+) says/g)].some(([, one, other]) => one !== person && other !== person);

/** Returns a text that is unique and names its conversation. */
export const textOf = (conversation: string, number: number): string => `${conversation} says ${number}`;
