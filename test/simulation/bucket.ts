/**
 * The bucket of files in memory, as far as functions and devices use it: objects by key, conditional copies, forms and
 * links that expire. Requests of functions come as HTTP and fail as other commands do.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
 */

import { type BucketRequest, delay, InjectedFault, type Invocation, type World } from './world.ts';

/** How long a request of a function usually takes each way. */
const NETWORK_MS = 15;
const DAY_MS = 24 * 60 * 60_000;

export interface StoredFile {
  /** What it shows, in words that no other file has. */
  readonly content: string;
  readonly type: string;
  readonly bytes: number;
  readonly storedAt: number;
}

interface Answer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const answered = (statusCode: number, body = '', headers: Answer['headers'] = {}): Answer => ({
  ...{ statusCode, headers, body },
});
/** Without the right to list the bucket, an object that is not there is forbidden. */
const forbidden = answered(403);
const unavailable = answered(503);

export type Bucket = ReturnType<typeof createBucket>;

/** @param start when the simulation began, epoch milliseconds */
export function createBucket(world: World, start: number) {
  const { time, random, strikes, mutant, profile } = world;
  const objects = new Map<string, StoredFile>();
  /** What each invocation was told of an object. */
  const seen = new WeakMap<Invocation, Map<string, string>>();
  /** The copies that had other bytes than the invocation had looked at. */
  const swapped = new Set<string>();

  const isOut = (): boolean =>
    profile.outages?.some(([from, to]) => time.now >= start + from && time.now < start + to) ?? false;

  function act({ method, path, headers }: BucketRequest, invocation: Invocation | undefined): Answer {
    const key = path.slice(1);
    const found = objects.get(key);
    switch (method) {
      case 'HEAD':
        if (!found) return forbidden;
        if (invocation) seen.set(invocation, new Map(seen.get(invocation)).set(key, found.content));
        return answered(200, '', {
          'content-length': String(found.bytes),
          'content-type': found.type,
          etag: etagOf(found),
        });
      case 'PUT':
        return copy(headers, key, invocation);
      case 'DELETE':
        objects.delete(key);
        return answered(204);
      default:
        throw new Error(`The simulation does not know ${method} of the bucket.`);
    }
  }

  function copy(headers: BucketRequest['headers'], to: string, invocation: Invocation | undefined): Answer {
    const from = headers['x-amz-copy-source']?.split('/').slice(2).join('/') ?? '';
    const source = objects.get(from);
    if (!source) return forbidden;
    const expected = headers['x-amz-copy-source-if-match'];
    if (expected !== undefined && expected !== etagOf(source)) return answered(412);
    const looked = invocation && seen.get(invocation)?.get(from);
    if (looked !== undefined && looked !== source.content) swapped.add(to);
    objects.set(to, { ...source, storedAt: time.now });
    return answered(200, '<CopyObjectResult/>');
  }

  return {
    objects: objects as ReadonlyMap<string, StoredFile>,
    swapped: swapped as ReadonlySet<string>,

    /** Takes a request of a function. It takes time, fails before or after its effect, or is answered 503. */
    async handle(given: BucketRequest): Promise<{ readonly response: Answer }> {
      const invocation = time.context;
      const request = mutant.file?.(given, invocation) ?? given;
      const writes = request.method !== 'HEAD';
      const fails = strikes(writes ? 'writeFails' : 'commandFails');
      await time.sleep(delay(random, NETWORK_MS));
      await invocation?.step();
      if (isOut() || strikes('bucketFails')) return { response: unavailable };
      if (fails && random.chance(0.5)) throw new InjectedFault(`${request.method} failed before it took effect`);
      const response = act(request, invocation);
      world.trace(() => `${invocation?.name}: ${request.method} ${request.path} is answered ${response.statusCode}`);
      await time.sleep(delay(random, NETWORK_MS));
      await invocation?.step();
      if (fails) throw new InjectedFault(`${request.method} failed after it had taken effect`);
      return { response };
    },

    /** Takes the form of an upload. @returns the status */
    post(fields: Readonly<Record<string, string>>, content: string, bytes: number): number {
      const { expiration, conditions } = JSON.parse(Buffer.from(fields['policy'] ?? '', 'base64').toString()) as Policy;
      const allows = conditions.every((condition) =>
        Array.isArray(condition)
          ? bytes >= condition[1] && bytes <= condition[2]
          : Object.entries(condition).every(([name, value]) => name === 'bucket' || fields[name] === value),
      );
      if (!allows || time.now >= Date.parse(expiration)) return 403;
      const { key = '', 'Content-Type': type = '' } = fields;
      objects.set(key, { content, type, bytes, storedAt: time.now });
      return 204;
    },

    /** Loads a link, which anybody can. @returns the content; undefined where there is none, or no longer */
    load(url: string): string | undefined {
      const [path = '', query = ''] = url.split('?');
      const parameters = new URLSearchParams(query);
      const [, y, mo, d, h, mi, s] =
        /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(parameters.get('X-Amz-Date') ?? '') ?? [];
      const signedAt = Date.parse(`${y}-${mo}-${d}T${h}:${mi}:${s}Z`);
      if (!(time.now < signedAt + Number(parameters.get('X-Amz-Expires')) * 1000)) return undefined;
      return objects.get(path.replace('/files/', ''))?.content;
    },

    /** Removes the uploads that the lifecycle rule removes: those that have been there for a day. */
    expire(): void {
      for (const [key, { storedAt }] of objects)
        if (key.startsWith('incoming/') && storedAt <= time.now - DAY_MS) objects.delete(key);
    },
  };
}

interface Policy {
  readonly expiration: string;
  readonly conditions: readonly (Readonly<Record<string, string>> | readonly [string, number, number])[];
}

const etagOf = ({ content }: StoredFile): string => `"${content}"`;
