/** What is deployed as the functions' code: self-contained, small, and with source maps beside it. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ENVIRONMENT } from '#bench/loading.ts';
import { type EntryPoint, bundleOf, entryPoints, writeSourceMaps } from '#lib/bundle.ts';

const bundles = entryPoints.map((entryPoint) => ({
  entryPoint,
  code: readFileSync(join(bundleOf(entryPoint), 'index.mjs')),
}));

interface Budget {
  /** In thousands of bytes: minified, and packed by gzip. */
  readonly size: readonly [minified: number, packed: number];
  /** What takes more than the usual. */
  readonly why: string;
}

/**
 * 240 and 80, and one for what tables refuse, and for closing the APIs' own addresses. The SDK's first client brings
 * what all share (protocol, signature, retries, HTTP: some 140); each further one brings its own schemas, errors,
 * endpoints and protocol: 25 (sockets) to 35 (Cognito).
 */
const USUAL: Budget['size'] = [241, 80];

const LARGER: Partial<Record<EntryPoint, Budget>> = {
  'http/accounts': {
    size: [398, 124],
    why:
      'four clients; it verifies access tokens, derives keys, counts mails, logs each outcome of authentication, has ' +
      'the list of reserved names, and erases the posts, thanks, devices and searches of deleted accounts',
  },
  'http/admin': {
    size: [360, 113],
    why: 'three clients; counts of offers, removal of posts and thank-yous, and links to what was reported',
  },
  'http/attachments': {
    size: [257, 86],
    why: 'forms, links and copies in S3, without its client, which would take 130 (decision 22)',
  },
  'http/conversations': {
    size: [309, 101],
    why: 'two clients; the order of inboxes, the index of names, and the folding of texts that are searched',
  },
  'http/messages': {
    size: [284, 95],
    why: "every operation of DynamoDB's client that anybody uses; files of messages, and posts that are answered",
  },
  'http/posts': {
    size: [312, 105],
    why: 'the grid, contacts, pictures, offers, promises, thanks, and searches with their copies by topic',
  },
  'http/push': { size: [260, 85], why: 'two clients' },
  'http/safety': { size: [275, 91], why: 'reports copy posts, thank-yous, texts and files, and hide posts' },
  'http/users': {
    size: [350, 112],
    why: 'two clients; the export has posts, thanks, devices and links to files',
  },
  'queue/pushes': {
    size: [281, 88],
    why: 'the client of SQS; secrets, people, messages and posts, matched with searches',
  },
  'socket/receive': { size: [281, 91], why: 'two clients; the order of inboxes' },
  'stream/post-notices': { size: [258, 82], why: 'two clients; posts matched with saved searches' },
  'trigger/sweep': { size: [293, 91], why: 'three clients; it erases what deleted accounts have left' },
};

describe('the bundles', () => {
  it('need nothing but Node: all else is inside', () => {
    const builtin = new Set(builtinModules.flatMap((name) => [name, `node:${name}`]));

    for (const { entryPoint, code } of bundles) {
      const imported = [...code.toString().matchAll(/(?:^|[;}])import\s*(?:[\w$*{}, ]*from)?\s*"([^"]+)"/g)].map(
        ([, name = '']) => name,
      );
      expect({ entryPoint, foreign: imported.filter((name) => !builtin.has(name)) }).toEqual({
        entryPoint,
        foreign: [],
      });
    }
  });

  it.each(bundles)('$entryPoint keeps to its budget, which is what a cold start loads', ({ entryPoint, code }) => {
    const [minified, packed] = LARGER[entryPoint]?.size ?? USUAL;

    expect(code.length / 1000).toBeLessThanOrEqual(minified);
    expect(gzipSync(code).length / 1000).toBeLessThanOrEqual(packed);
  });

  it.each(['http/accounts', 'http/messages', 'socket/authorize'] as const)(
    "%s leaves Node's fetch and compression to the first call that needs them",
    (entryPoint) => {
      const code = `await import(${JSON.stringify(join(bundleOf(entryPoint), 'index.mjs'))});
        console.log(process.moduleLoadList.join());
        process.exit();`;

      const loaded = execFileSync(process.execPath, ['--input-type=module', '-e', code], { env: ENVIRONMENT });

      expect(loaded.toString()).toMatch(/NativeModule https\b/);
      expect(loaded.toString()).not.toMatch(/undici|NativeModule zlib/);
    },
  );

  it('know one source of credentials, the environment, and no other', () => {
    const others = /AWS_CONTAINER_CREDENTIALS|AWS_WEB_IDENTITY_TOKEN_FILE|sso_session|credential_process/;

    expect(bundles.filter(({ code }) => others.test(code.toString())).map(({ entryPoint }) => entryPoint)).toEqual([]);
  });

  it('lie alone in their folders, since all that is there is deployed', () => {
    for (const entryPoint of entryPoints) expect(readdirSync(bundleOf(entryPoint))).toEqual(['index.mjs']);
    for (const { code } of bundles) expect(code.includes('sourceMappingURL')).toBe(false);
  });

  it('have source maps by their content, with paths from the project as sources', () => {
    const folder = mkdtempSync(join(tmpdir(), 'message-center-maps-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));

    writeSourceMaps(folder);

    for (const { entryPoint, code } of bundles) {
      const hash = createHash('sha256').update(code).digest('hex');
      const { sources } = JSON.parse(readFileSync(join(folder, `${hash}.map`), 'utf8')) as { sources: string[] };
      expect(sources).toContain(`functions/${entryPoint}.ts`);
      expect(sources.filter((source) => !existsSync(source))).toEqual([]);
    }
    expect(readdirSync(folder)).toHaveLength(entryPoints.length);
  });

  it('are made once', () => {
    expect(bundleOf('http/users')).toBe(bundleOf('http/users'));
    expect(existsSync(bundleOf('http/users'))).toBe(true);
  });
});
