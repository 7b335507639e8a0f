/** Imports run one way, so that each room can be read, tested and replaced without those that build on it. */

import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';

interface Rule {
  /** Folders and files of the project that may be imported. */
  readonly rooms: readonly string[];
  readonly packages: RegExp;
}

/** The folder a file is in, longest match first, and what it may import. Benchmarks and other tests see everything. */
const rules: Readonly<Record<string, Rule>> = {
  'contract/': { rooms: ['contract/'], packages: /^zod\/mini$/ },
  'functions/core/': { rooms: ['functions/core/', 'contract/'], packages: /^node:crypto$/ },
  'functions/api/': { rooms: ['functions/api/', 'functions/core/', 'contract/'], packages: /^(zod\/|aws-lambda$)/ },
  'functions/aws/': {
    rooms: ['functions/aws/', 'functions/core/', 'contract/'],
    packages: /^(node:|@aws-sdk\/|@smithy\/types$|aws-lambda$|jose$)/,
  },
  'functions/': {
    rooms: ['functions/core/', 'functions/api/', 'functions/aws/', 'contract/'],
    packages: /^(node:crypto|aws-lambda)$/,
  },
  'lib/': {
    rooms: ['lib/', 'contract/routes.ts', 'functions/aws/tables.ts', 'functions/aws/environment.ts'],
    packages: /^(node:|aws-cdk-lib|constructs$|esbuild$)/,
  },
  'bin/describe.ts': { rooms: ['functions/api/'], packages: /^node:fs$/ },
  'bin/': { rooms: ['bin/', 'lib/'], packages: /^(node:|aws-cdk-lib$|@aws-sdk\/)/ },
  // As people elsewhere import the construct: by the package's name.
  'examples/': { rooms: [], packages: /^(message-center|constructs|aws-cdk-lib(\/.+)?)$/ },
  'client/': { rooms: ['client/', 'contract/'], packages: /^zod\/mini$/ },
  // The page, from the ground up: text, state, hooks, parts, and the parts of a conversation, which its screen alone uses.
  'web/src/text/': { rooms: ['web/src/text/', 'client/', 'contract/'], packages: /^react$/ },
  'web/src/state/': { rooms: ['web/src/state/', 'web/src/text/', 'client/', 'contract/'], packages: /^react$/ },
  'web/src/hooks/': {
    rooms: ['web/src/hooks/', 'web/src/state/', 'web/src/text/', 'web/src/paths.ts'],
    packages: /^react$/,
  },
  'web/src/parts/': {
    rooms: [
      'web/src/parts/',
      'web/src/hooks/',
      'web/src/state/',
      'web/src/text/',
      'web/src/paths.ts',
      'client/',
      'contract/',
    ],
    packages: /^(react|wouter)$/,
  },
  'web/src/conversation/': {
    rooms: [
      'web/src/conversation/',
      'web/src/parts/',
      'web/src/hooks/',
      'web/src/state/',
      'web/src/text/',
      'web/src/paths.ts',
      'client/',
      'contract/',
    ],
    packages: /^(react|wouter)$/,
  },
  'web/': { rooms: ['web/', 'client/', 'contract/'], packages: /^(node:|@vitejs\/|react|vite|wouter)/ },
  'local/': { rooms: ['local/'], packages: /^(?!aws-cdk-lib|constructs$|vitest$)/ },
  'start/': { rooms: ['start/', 'local/', 'lib/nearest-name.ts'], packages: /^(node:|tsx\/|vite$)/ },
  // States the contract without knowing the product; what it starts is in test/support.
  'test/conformance/': { rooms: ['test/conformance/', 'test/support/'], packages: /^(node:crypto|vitest|ws)$/ },
};

const folders = ['bin', 'lib', 'examples', 'contract', 'functions', 'client', 'web', 'local', 'start', 'bench', 'test'];

const sources = folders
  .filter((room) => existsSync(room))
  .flatMap((room) => filesIn(room))
  .filter((path) => /\.(ts|tsx|mjs)$/.test(path) && !path.includes('/dist/'))
  .map((path) => ({ path, text: readFileSync(path, 'utf8') }));

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true, encoding: 'utf8' })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** What a file imports; of its own project by path from the root. */
function importsOf({ path, text }: { path: string; text: string }): string[] {
  const specifiers = [
    ...text.matchAll(/^(?:import|export)\s(?:[\w\s*{},]*\sfrom\s*)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm),
  ];
  return specifiers
    .map(([, fixed, dynamic]) => fixed ?? dynamic ?? '')
    .map((specifier) =>
      specifier.startsWith('.') ? normalize(join(path, '..', specifier)) : specifier.replace(/^#/, ''),
    );
}

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

  it('name the file itself, with its extension', () => {
    const bare = sources.flatMap((source) =>
      importsOf(source)
        .filter((imported) => isOurs(imported) && !/\.[a-z]+$/.test(imported))
        .map((imported) => `${source.path}: ${imported}`),
    );

    expect(bare).toEqual([]);
  });

  it('never go through a file that only passes on what another exports', () => {
    const passesOn = /^export\s+(type\s+)?(\*|\{[^}]*\})(\s+as\s+\w+)?\s+from\b/m;
    const barrels = sources.filter(({ text }) => passesOn.test(text)).map(({ path }) => path);

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
  it('are short enough to be read whole', () => {
    const long = sources.filter(({ text }) => text.split('\n').length > 301).map(({ path }) => path);

    expect(long).toEqual([]);
  });

  it('of the stack depend on context alone, so that a cached synthesis is what a new one would be', () => {
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
