/** What is deployed as the functions' code: self-contained, small, and with source maps beside it. */
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type EntryPoint, bundleOf, entryPoints, writeSourceMaps } from '#lib/bundle.ts';

const bundles = entryPoints.map((entryPoint) => ({
  entryPoint,
  code: readFileSync(join(bundleOf(entryPoint), 'index.mjs')),
}));

/**
 * In thousands of bytes: minified, and packed by gzip. The first client of the SDK brings what all share (protocol,
 * signature, retries, HTTP: some 140); each further one brings its own schemas, errors, endpoints and protocol: 25
 * (sockets) to 35 (Cognito). The index of names, in two of them, brings one more operation of DynamoDB's client. What
 * keeps functions from writing while tables are restored, and notes what a restore must not undo, takes 1.5 of each.
 */
const budgets = {
  // One thousand in each counts what tables refuse, and closes the APIs' own addresses.
  // 240, and the router's checks of callers, cookies and origins and its compression, which every HTTP function loads.
  oneClient: [241, 80],
  // Copies of what is reported take 5 of them. A block moves its conversation in the inbox.
  oneClientAndPostsAndCopies: [272, 90],
  // Links, forms and copies in S3 take 10, with the table of uploads; its own client would take 130 (decision 22).
  oneClientAndFiles: [255, 85],
  allOperationsAndFiles: [282, 94],
  // Saying that copies have no tags of their source takes a line.
  feed: [311, 104],
  // The order of inboxes takes one.
  twoClients: [301, 98],
  // Searching brings the folding of texts.
  twoClientsAndSearch: [307, 100],
  // With the links to files that an export has, which bring the signing of S3's requests, and what scans found in them.
  twoClientsAndPosts: [346, 111],
  // With the links to what was reported, and what scans found in it.
  threeClients: [358, 112],
  fourClientsTokensAndNames: [396, 123],
} as const;
/** Uploads are begun, and links given. */
const withFiles: EntryPoint = 'http/attachments';
/**
 * Queueing brings the client of SQS. Who sends reads secrets, messages, people and posts besides; who tells of posts
 * also posts to sockets. Both match posts with saved searches: 5 to 7 of each.
 */
const ofPushes: Partial<Record<EntryPoint, readonly [number, number]>> = {
  'queue/pushes': [280, 90],
  'stream/post-notices': [257, 83],
};
/**
 * Sending, changing and reading messages takes every operation of DynamoDB's client that anybody uses, and writing from
 * a post reads it. A message may take files.
 */
const withAllOperations: EntryPoint = 'http/messages';
/** Administrators count offers and remove thank-yous, and the sweep erases both. */
const withThreeClients: ReadonlySet<EntryPoint> = new Set(['http/admin', 'trigger/sweep']);
/**
 * Posts bring the grid, contacts and searches, saved ones too, where messages bring a log; pictures; and what became:
 * offers, promises, thanks and their lists, and how often a post is changed. Saved searches are copied to their topics.
 */
const withFeed: EntryPoint = 'http/posts';
/**
 * Signing out everywhere verifies an access token, since the gateway lets anyone sign out; the names that nobody may
 * sign up with are a list; keys derive from a secret, which has a client of its own; two-step sign-in takes four more
 * operations of Cognito; mails are counted, by network and by mailbox; and deleting an account erases its posts and
 * thanks, which brings their tables and the grid. Each outcome of authentication is logged, pushes end with their
 * session, and the copies of saved searches with the account.
 */
const withTokens: EntryPoint = 'http/accounts';
/** A report may be of a thank-you, or of a post, and hide it: then its cards are written again. It copies files. */
const withReports: EntryPoint = 'http/safety';
/**
 * An export has posts, which bring their schemas, the grid and contacts, and thanks with their givers; and devices.
 * Changes of one's profile are counted.
 */
const withPosts: EntryPoint = 'http/users';
const withSearch: EntryPoint = 'http/conversations';
const withTwoClients: ReadonlySet<EntryPoint> = new Set(['http/push', 'socket/receive']);

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
    const one =
      entryPoint === withFeed
        ? budgets.feed
        : ofPushes[entryPoint] !== undefined
          ? ofPushes[entryPoint]
          : entryPoint === withAllOperations
            ? budgets.allOperationsAndFiles
            : entryPoint === withFiles
              ? budgets.oneClientAndFiles
              : entryPoint === withReports
                ? budgets.oneClientAndPostsAndCopies
                : budgets.oneClient;
    const [minified, packed] =
      entryPoint === withTokens
        ? budgets.fourClientsTokensAndNames
        : withThreeClients.has(entryPoint)
          ? budgets.threeClients
          : entryPoint === withPosts
            ? budgets.twoClientsAndPosts
            : entryPoint === withSearch
              ? budgets.twoClientsAndSearch
              : withTwoClients.has(entryPoint)
                ? budgets.twoClients
                : one;

    expect(code.length / 1000).toBeLessThanOrEqual(minified);
    expect(gzipSync(code).length / 1000).toBeLessThanOrEqual(packed);
  });

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
