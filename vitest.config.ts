/**
 * The tests in seven projects: `pure` takes seconds and builds nothing, `functions` calls the functions' entries on
 * mocks of AWS, `fresh` does so where a file needs modules of its own, `web` renders the page, `stack` has the stack
 * and the local cloud, `journey` goes through the whole product on a local cloud, and `whole` has the rest, on a
 * synthesized stack. Files of all but `whole` leave nothing behind, so those of a worker share what is loaded:
 * packages, modules but for `fresh` and `web`, and in `web` one window, whose content each file gets anew. With
 * `API_URL`, only the conformance suite runs, against that message center.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/**
 * All temporary files of the run are in here: workers are ended before they can remove their own. This file is
 * evaluated for each project, and all share the folder.
 */
const temporary = (process.env['TESTS_FOLDER'] ??= mkdtempSync(join(tmpdir(), 'message-center-tests-')));
process.once('exit', () => rmSync(temporary, { recursive: true, force: true }));

/** True for a message center that runs already: nothing has to be built for it. */
const isGiven = process.env['API_URL'] !== undefined;

/** Tests of code that gets its environment as arguments. */
const pure = [
  'test/contract/**/*.test.ts',
  'test/functions/core/**/*.test.ts',
  'test/functions/api/**/*.test.ts',
  'test/client/**/*.test.ts',
];

/**
 * Tests of the functions' entries. Loading the SDK takes each file a second, unless it is loaded already. A file whose
 * functions have other settings than `stubEnvironment`, or do what an instance does once, such as fetching the pool's
 * keys, cannot share them, nor can one that mocks a module: they are left to `fresh`.
 */
const entries = [
  'test/functions/http/!(limits|push|read-bounds|sessions).test.ts',
  'test/functions/trigger/!(user-pool).test.ts',
  'test/functions/socket/!(authorize).test.ts',
  'test/functions/stream/**/*.test.ts',
];

/**
 * Tests of functions that are loaded for each file: with other settings, or in a simulation. They share packages, whose
 * clients are mocked from the first file on: a test of what the SDK itself does is left to `whole`.
 */
const fresh = [
  'test/functions/!(aws)/**/*.test.ts',
  'test/functions/aws/!(client-configuration|cognito|gateway|plain-configuration).test.ts',
  'test/simulation/**/*.test.ts',
];

/** Tests of the page. They need a document, and nothing that has to be built. */
const page = ['test/web/**/*.test.{ts,tsx}'];

/** Tests of the constructs and of the local cloud. Loading CDK takes a second, unless another file has loaded it. */
const stack = ['test/lib/**/*.test.ts', 'test/local/**/*.test.ts'];

/** Tests on a local cloud. Most of them use the same one, `startTestCloud()`. */
const journey = [
  ...['journey', 'conformance', 'examples'].map((folder) => `test/${folder}/**/*.test.ts`),
  'test/docs/websocket.test.ts',
];

/** For all projects whose files share packages: fast-check takes a tenth of a second to load. */
const seed = 'test/support/seed.ts';

/** What tests of the synthesized stack need, and what judges the calls that its functions made. */
const onAssembly = ['test/support/assembly.ts', 'test/support/least-privilege.ts'];

export default defineConfig({
  test: {
    projects: isGiven
      ? [{ extends: true, test: { name: 'given', include: ['test/conformance/*.test.ts'] } }]
      : [
          { extends: true, test: { name: 'pure', include: pure, isolate: false, setupFiles: seed } },
          {
            extends: true,
            test: {
              name: 'functions',
              include: entries,
              isolate: false,
              setupFiles: [seed, 'test/functions/setup.ts'],
            },
          },
          {
            extends: true,
            test: {
              name: 'fresh',
              include: fresh,
              exclude: [...pure, ...entries],
              isolate: false,
              setupFiles: [seed, 'test/support/own-modules.ts'],
            },
          },
          {
            extends: true,
            test: {
              name: 'web',
              include: page,
              environment: 'happy-dom',
              isolate: false,
              setupFiles: [seed, 'test/web/setup.ts'],
            },
          },
          {
            extends: true,
            test: { name: 'stack', include: stack, globalSetup: onAssembly, isolate: false, setupFiles: seed },
          },
          {
            extends: true,
            test: { name: 'journey', include: journey, globalSetup: onAssembly, isolate: false, setupFiles: seed },
          },
          {
            extends: true,
            test: {
              name: 'whole',
              include: ['test/**/*.test.ts'],
              exclude: [...pure, ...entries, ...fresh, ...page, ...stack, ...journey],
              globalSetup: onAssembly,
            },
          },
        ],
    // One more than there are processors, since half of the time of `journey` is spent waiting.
    maxWorkers: availableParallelism() + 1,
    // Enough for a busy machine; nothing waits so long on another one.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 60_000 } },
    env: {
      TMPDIR: temporary,
      GRANTS_FOLDER: join(temporary, 'grants'),
      // CDK's check of the template against the resources' schemas takes five seconds; `npx cdk synth` makes it.
      CDK_VALIDATION: 'false',
      // No test can ever reach an account, whatever the developer's machine is set up for.
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_SESSION_TOKEN: 'test',
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    },
  },
});
