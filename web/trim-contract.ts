/**
 * Leaves out of the page what only the server and the published description of the API need: the descriptions, names
 * and examples of schemas, the texts of routes, and the schemas of requests, which the server checks. They would be a
 * tenth of its scripts.
 */
import type { Plugin } from 'vite';

/** Functions that describe a schema, with the position of the schema among their arguments. */
const DESCRIBING: Readonly<Record<string, number>> = { described: 1, named: 2 };
/** What a client does not read of a route. */
const UNREAD = new Set(['summary', 'description', 'refusals', 'takesCookies', 'setsCookies', 'parameters', 'query']);
/** The operations whose body a client checks before it sends it, or takes apart. Others send what they are given. */
export const READ_BODIES: ReadonlySet<string> = new Set(['sendMessage', 'createPost', 'changePost']);
/** Marks a call as free of side effects: what nothing uses is then left out. */
const PURE = '/*@__PURE__*/';

/** A part of the source. */
interface Range {
  readonly start: number;
  readonly end: number;
}

/** What is read of the nodes of a syntax tree (ESTree). */
interface SyntaxNode extends Range {
  readonly type: string;
  readonly callee?: { readonly name?: string };
  readonly arguments?: readonly SyntaxNode[];
  readonly properties?: readonly SyntaxNode[];
  readonly key?: { readonly name?: string };
  readonly value?: unknown;
}

/** What of a module is cut out, and where a mark is put in. */
interface Edits {
  readonly cut: Range[];
  readonly marked: number[];
}

export function trimContract(): Plugin {
  return {
    name: 'trim-contract',
    apply: 'build',
    transform: {
      filter: { id: /\/contract\/.+\.ts$/ },
      handler(code, id) {
        // The contract only declares: a file of it that nothing uses is left out whole.
        const moduleSideEffects = false;
        if (id.endsWith('/contract/described.ts') || id.endsWith('/contract/route.ts')) return { moduleSideEffects };
        return { code: edited(code, editsOf(this.parse(code))), map: null, moduleSideEffects };
      },
    },
  };
}

function editsOf(root: SyntaxNode): Edits {
  const edits: Edits = { cut: [], marked: [] };
  const visit = (node: SyntaxNode, place: 'module' | 'constant' | 'function'): void => {
    if (node.type === 'CallExpression') edits.cut.push(...unneededOfCall(node));
    // What a constant of the contract is made by has no other effect. Bundlers cannot know that.
    if (place === 'constant' && isCall(node)) edits.marked.push(node.start);
    const inside = place === 'module' && node.type === 'VariableDeclarator' ? 'constant' : place;
    for (const child of Object.values(node).flat())
      if (isNode(child)) visit(child, isFunction(node) ? 'function' : inside);
  };
  visit(root, 'module');
  return edits;
}

const isCall = ({ type }: SyntaxNode): boolean => type === 'CallExpression' || type === 'NewExpression';
const isFunction = ({ type }: SyntaxNode): boolean => /Function/.test(type);

function unneededOfCall(call: SyntaxNode): readonly Range[] {
  const { name = '' } = call.callee ?? {};
  const [first] = call.arguments ?? [];
  const schema = call.arguments?.[DESCRIBING[name] ?? -1];
  if (schema)
    return [
      { start: call.start, end: schema.start },
      { start: schema.end, end: call.end },
    ];
  const properties = name === 'route' ? (first?.properties ?? []) : [];
  const isRead = properties.some(({ value }) => isNode(value) && READ_BODIES.has(String(value.value)));
  return properties.flatMap((property, index) =>
    UNREAD.has(property.key?.name ?? '') || (property.key?.name === 'body' && !isRead)
      ? [{ start: property.start, end: properties[index + 1]?.start ?? property.end }]
      : [],
  );
}

const isNode = (value: unknown): value is SyntaxNode => typeof value === 'object' && value !== null && 'type' in value;

/** The ranges to cut may lie in each other. */
function edited(code: string, { cut, marked }: Edits): string {
  const isCut = (position: number): boolean => cut.some(({ start, end }) => position >= start && position < end);
  const marks = marked.filter((position) => !isCut(position)).map((at) => ({ start: at, end: at, text: PURE }));
  const changes = [...cut.map((range) => ({ ...range, text: '' })), ...marks];
  let kept = '';
  let end = 0;
  for (const { start, text, ...range } of changes.toSorted((one, other) => one.start - other.start)) {
    if (start > end) kept += code.slice(end, start);
    kept += text;
    end = Math.max(end, range.end);
  }
  return kept + code.slice(end);
}
