/** Finds texts in the sources of the page, and where they read the catalogs. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'vite';

const ROOT = join(import.meta.dirname, '../../../web/src');
/** What people never read: styles, ids, keys, and what the browser understands. */
const ATTRIBUTES_OF_CODE =
  /^(aria-(keyshortcuts|haspopup|live|current)|auto\w+|className|d|data-.+|enterKeyHint|fill|href|id|key|kind|lang|letter|name)$/;
const MORE_ATTRIBUTES_OF_CODE =
  /^(points|preload|rel|role|size|src|stroke\w*|style|target|tone|transform|translate|type|variant|viewBox|xmlns)$/;
const WORD = /\p{L}{2}/u;
/** Of a literal outside of JSX: a capital and more than one word, or an end of a sentence. */
const SENTENCE = /^[“(]?\p{Lu}\p{Ll}*[’\p{Ll}]* .*\p{Ll}{2}|^\p{Lu}\p{Ll}+[….]$/u;
/** Of the product, and of what it is made of: no language changes them. */
const NAMES: ReadonlySet<string> = new Set(['Message Center', 'GeoNames', 'CC BY 4.0']);

interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly value?: unknown;
  readonly name?: { readonly name?: string };
  readonly quasis?: readonly { readonly value: { readonly cooked: string } }[];
  readonly object?: { readonly type: string; readonly name?: string };
  readonly callee?: { readonly type: string; readonly name?: string };
}

const isNode = (value: unknown): value is SyntaxNode => typeof value === 'object' && value !== null && 'type' in value;

/** The sources that draw the page or word something, by their path from web/src. */
export const sources: ReadonlyMap<string, string> = new Map(
  readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !file.startsWith('words/') && !file.endsWith('.d.ts'))
    .map((file) => [file, readFileSync(join(ROOT, file), 'utf8')]),
);

const treeOf = (file: string): unknown => parseSync(file, sources.get(file) ?? '').program;

/** Calls `visit` with each node and whether it is within a function, which runs later than its module. */
function walk(node: unknown, visit: (node: SyntaxNode, isLater: boolean) => boolean, isLater = false): void {
  if (Array.isArray(node)) return node.forEach((child) => walk(child, visit, isLater));
  if (!isNode(node) || !visit(node, isLater)) return;
  const inside = isLater || node.type.includes('Function');
  for (const child of Object.values(node)) if (typeof child === 'object') walk(child, visit, inside);
}

/** Returns the texts for people that are written in a source, in place of a catalog. */
export function textsIn(file: string): readonly string[] {
  const found: string[] = [];
  walk(treeOf(file), (node) => {
    const { type, value, name, quasis } = node;
    // Errors are for developers, and types and imports are no texts.
    if (type === 'ThrowStatement' || type === 'ImportDeclaration' || type.startsWith('TSLiteral')) return false;
    if (type === 'NewExpression' && node.callee?.name?.endsWith('Error')) return false;
    if (node.callee?.type === 'Super') return false;
    if (type === 'JSXText' && WORD.test(String(value))) found.push(String(value).trim());
    if (type === 'JSXAttribute') {
      const attribute = name?.name ?? '';
      if (ATTRIBUTES_OF_CODE.test(attribute) || MORE_ATTRIBUTES_OF_CODE.test(attribute)) return false;
      if (isNode(value) && typeof value.value === 'string' && /^\p{Lu}|\p{L} \p{L}/u.test(value.value))
        found.push(value.value);
    }
    // What a template mentions stands as a sign, so that the code of a key, `Key${letter}`, is no sentence.
    const literal = type === 'Literal' ? value : quasis?.map((quasi) => quasi.value.cooked).join('#');
    if (typeof literal === 'string' && SENTENCE.test(literal)) found.push(literal);
    return true;
  });
  return [...new Set(found)].filter((text) => !NAMES.has(text));
}

/** Returns the names of texts that a source reads, as `auth.signIn`. @param rooms the names of catalogs */
export function readsIn(file: string, rooms: ReadonlySet<string>): readonly { text: string; isLater: boolean }[] {
  const imported = new Map(
    [...(sources.get(file) ?? '').matchAll(/import \{ (\w+)(?: as (\w+))? \} from '[./]*\/words\/([\w-]+)\.ts'/g)]
      .filter(([, , , room = '']) => rooms.has(room))
      .map(([, name = '', alias = name]) => [alias, name] as const),
  );
  const found: { text: string; isLater: boolean }[] = [];
  walk(treeOf(file), (node, isLater) => {
    const { type, object } = node;
    const property = (node as { property?: { name?: string } }).property?.name;
    const name = object?.type === 'Identifier' ? imported.get(object.name ?? '') : undefined;
    if (type === 'MemberExpression' && name !== undefined) found.push({ text: `${name}.${property}`, isLater });
    return true;
  });
  return found;
}
