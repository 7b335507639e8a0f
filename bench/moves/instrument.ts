/** An esbuild plugin: the project's own functions show a recorder what they are given and what they return. */

import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { type Plugin, transform } from 'esbuild';
import { parseAst } from 'vite';

/** The global variable under which instrumented code finds its recorder. */
export const RECORDER = '__recorder';

/** The parts of an ESTree node that are read here. */
interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  /** Of functions. */
  readonly async?: boolean;
  readonly params?: readonly SyntaxNode[];
  readonly body?: SyntaxNode;
  /** Of what gives a function its name. */
  readonly id?: SyntaxNode | null;
  readonly key?: SyntaxNode;
  readonly name?: string;
  /** Of `return`. */
  readonly argument?: SyntaxNode | null;
}

/** The function around a piece of code. One without a name has that of what it is in. */
interface Scope {
  readonly isAsync: boolean;
  readonly name: string;
}

/** @param tree absolute folder of the project whose files are instrumented; its packages are not */
export function instrument(tree: string): Plugin {
  return {
    name: 'instrument',
    setup(build) {
      build.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        const file = relative(tree, path);
        if (file.includes('node_modules') || file.startsWith('..')) return undefined;
        const { code } = await transform(await readFile(path, 'utf8'), { loader: 'ts', target: 'es2023' });
        return { contents: instrumented(code, file), loader: 'js' };
      });
    },
  };
}

/** @param code JavaScript as esbuild prints it */
function instrumented(code: string, file: string): string {
  const call = (method: string, { name }: Scope) =>
    `${RECORDER}.${method}(${JSON.stringify(file)}, ${JSON.stringify(name)}, `;

  function print(node: SyntaxNode, scope: Scope): string {
    const name = node.id?.name ?? node.key?.name ?? scope.name;
    const inner = { isAsync: node.async ?? scope.isAsync, name };
    if (node.type === 'ArrowFunctionExpression') return printArrow(node, inner);
    if (node.type === 'ReturnStatement' && node.argument) return `return ${printReturned(node.argument, scope)};`;
    if (!/^Function(Declaration|Expression)$/.test(node.type)) return printParts(node, { ...scope, name });
    return printParts(node, inner, (part) =>
      part === node.body ? `{${call('enter', inner)}arguments);${printParts(part, inner).slice(1)}` : undefined,
    );
  }

  /** An arrow function has no `arguments`: it takes a list, and takes that apart. */
  function printArrow({ async: isAsync, params = [], body }: SyntaxNode, scope: Scope): string {
    if (!body) return '';
    const names = params.map((param) => print(param, scope)).join(', ');
    const rest =
      body.type === 'BlockStatement' ? printParts(body, scope).slice(1) : `return ${printReturned(body, scope)};}`;
    const start = `(${isAsync ? 'async ' : ''}(...__given) => {`;
    return `${start}${call('enter', scope)}__given);var [${names}] = __given;${rest})`;
  }

  const printReturned = (value: SyntaxNode, scope: Scope): string =>
    `${call(scope.isAsync ? 'fulfil' : 'leave', scope)}(${print(value, scope)}))`;

  function printParts(
    node: SyntaxNode,
    scope: Scope,
    replaced: (part: SyntaxNode) => string | undefined = () => undefined,
  ): string {
    let printed = '';
    let end = node.start;
    for (const part of partsOf(node)) {
      printed += code.slice(end, part.start) + (replaced(part) ?? print(part, scope));
      end = part.end;
    }
    return printed + code.slice(end, node.end);
  }

  return printParts(parseAst(code) as unknown as SyntaxNode, { isAsync: false, name: '' });
}

/** The children of a node, in the order of the text. Text that is part of two, as in `{ name }`, is of the first. */
function partsOf(node: SyntaxNode): SyntaxNode[] {
  const parts = Object.values(node)
    .flat()
    .filter(isNode)
    .sort((one, other) => one.start - other.start || one.end - other.end);
  return parts.filter((part, index) => part.start >= (parts[index - 1]?.end ?? 0));
}

const isNode = (value: unknown): value is SyntaxNode =>
  typeof value === 'object' && value !== null && 'type' in value && 'start' in value && 'end' in value;
