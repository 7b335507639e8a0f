/**
 * Compares every answer and every frame with the contract: the routes, the frame schemas and the published
 * description.
 */

import { isDeepStrictEqual } from 'node:util';
import { WebSocket } from 'ws';
import type { Environment } from '#client/environment.ts';
import { ClientFrame, ServerFrame } from '#contract/frames.ts';
import type { Route } from '#contract/route.ts';
import { routes } from '#contract/routes.ts';
import { Problem } from '#contract/schemas.ts';
import { describeApi } from '#functions/api/openapi.ts';
import { PROBLEM_TYPE } from '#functions/api/problem.ts';

/** Exact paths come before paths with a parameter in the same place. */
const patterns = Object.values(routes)
  .flat()
  .map((route: Route) => ({ route, path: new RegExp(`^${route.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`) }))
  .sort((one, other) => one.route.path.split('{').length - other.route.path.split('{').length);

const description = describeApi();

interface Described {
  readonly headers?: Readonly<Record<string, { readonly $ref: string }>>;
  readonly content?: Readonly<Record<string, { readonly examples?: Readonly<Record<string, object>> }>>;
}

/** Statuses of the gateway's own answers, which are `{message}`. */
const GATEWAY_STATUSES = new Set([401, 403, 404, 500, 503]);

export interface ContractCheck {
  /** Answers and frames that do not match the contract. */
  readonly violations: readonly string[];
  /** Wraps `inner`, and checks what it returns. */
  fetch(apiUrl: string, inner: Environment['fetch']): Environment['fetch'];
  /** Returns the WebSocket class of one device, and a function that drops all its sockets. */
  sockets(): { readonly WebSocket: typeof WebSocket; drop(): void };
}

export function createContractCheck(): ContractCheck {
  const violations: string[] = [];

  return {
    violations,
    fetch: (apiUrl, inner) => async (url, init) => {
      const response = await inner(url, init);
      const wrong = await violationOf(
        new URL(url.slice(apiUrl.length), 'http://api').pathname,
        init.method ?? 'GET',
        response.clone(),
      );
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
              if (!fits(ServerFrame, data.toString())) violations.push(`frame ${data.toString()}`);
            });
          }

          override send(text: string): void {
            if (!fits(ClientFrame, text)) violations.push(`sent frame ${text}`);
            super.send(text);
          }
        } as typeof WebSocket,
        drop() {
          for (const socket of opened) socket.terminate();
        },
      };
    },
  };
}

function fits(schema: typeof ServerFrame | typeof ClientFrame, text: string): boolean {
  const frame: unknown = JSON.parse(text);
  return isDeepStrictEqual(schema.safeParse(frame).data, frame);
}

/** The violations of each watched API, by its URL. */
const watched = new Map<string, string[]>();

/**
 * Checks everything that the global `fetch` gets from this API from now on.
 * @returns stops that, and returns the violations
 */
export function watch(apiUrl: string): () => readonly string[] {
  const violations: string[] = [];
  if (watched.size === 0) globalThis.fetch = watchedFetch;
  watched.set(apiUrl, violations);
  return () => {
    watched.delete(apiUrl);
    if (watched.size === 0) globalThis.fetch = plainFetch;
    return violations;
  };
}

const plainFetch = globalThis.fetch;

const watchedFetch: typeof fetch = async (input, init) => {
  const response = await plainFetch(input, init);
  const url = input instanceof Request ? input.url : String(input);
  const method = init?.method ?? (input instanceof Request ? input.method : 'GET');
  const [apiUrl, violations] = [...watched].find(([each]) => url.startsWith(`${each}/`)) ?? [];
  const wrong =
    apiUrl && (await violationOf(new URL(url.slice(apiUrl.length), 'http://api').pathname, method, response.clone()));
  if (wrong) violations?.push(`${method} ${url}: ${response.status} ${wrong}`);
  return response;
};

async function violationOf(path: string, method: string, response: Response): Promise<string | undefined> {
  const text = await response.text();
  const { status } = response;
  const route = patterns.find((each) => each.route.method === method && each.path.test(path))?.route;
  const described = route && describedAnswer(route, status);
  const schema = route?.answers[status];
  if (schema === null) return text === '' ? headersMissing(described, response) : `has a body: ${text}`;
  const body: unknown = JSON.parse(text);
  const type = response.headers.get('content-type');
  if (schema) {
    if (type !== 'application/json') return `is of type ${type}`;
    return isDeepStrictEqual(schema.safeParse(body).data, body)
      ? headersMissing(described, response)
      : `does not fit its schema: ${text}`;
  }
  if (type !== PROBLEM_TYPE) {
    const gateways = GATEWAY_STATUSES.has(status) && isDeepStrictEqual(Object.keys(body as object), ['message']);
    return gateways ? undefined : `is neither a problem nor an answer of the gateway: ${text}`;
  }
  const problem = Problem.safeParse(body).data;
  const declared = problem?.status === status && described?.content?.[PROBLEM_TYPE]?.examples?.[problem.code];
  return declared ? headersMissing(described, response) : `is not a refusal of this route: ${text}`;
}

/** Returns what the published description says about a route's answer. */
function describedAnswer({ path, method }: Route, status: number): Described | undefined {
  const operation = description.paths[path]?.[method.toLowerCase()] as
    | { readonly responses: Readonly<Record<string, Described>> }
    | undefined;
  return operation?.responses[status];
}

/** A repeated refresh sets no cookie. */
const MAY_BE_ABSENT = new Set(['Set-Cookie']);

function headersMissing(described: Described | undefined, { headers }: Response): string | undefined {
  const promised = Object.keys(described?.headers ?? {}).filter((name) => !MAY_BE_ABSENT.has(name));
  const missing = promised.filter((name) => !headers.get(name));
  const wait = headers.get('retry-after');
  if (missing.length > 0) return `lacks ${missing.join(', ')}`;
  return wait !== null && !/^[1-9][0-9]*$/.test(wait) ? `says to wait for "${wait}"` : undefined;
}
