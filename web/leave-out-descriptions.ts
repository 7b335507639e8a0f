/**
 * Leaves out of the page what only the published description of the API needs: the descriptions, names and examples of
 * schemas, and the texts of routes. They would be a twentieth of its scripts.
 */
import type { Plugin } from 'vite';

/** Functions that describe a schema, with the position of the schema among their arguments. */
const DESCRIBING: Readonly<Record<string, number>> = { described: 1, named: 2 };
/** What a client does not read of a route. */
const UNREAD = new Set(['summary', 'description', 'refusals', 'takesCookies', 'setsCookies']);

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
}

export function leaveOutDescriptions(): Plugin {
  return {
    name: 'leave-out-descriptions',
    apply: 'build',
    transform: {
      filter: { id: /\/contract\/.+\.ts$/, code: /\b(?:described|named|route)\(/ },
      handler(code, id) {
        if (id.endsWith('/contract/described.ts') || id.endsWith('/contract/route.ts')) return undefined;
        return { code: without(code, unneeded(this.parse(code))), map: null };
      },
    },
  };
}

/** Returns what to cut out, in the order of the source. */
function unneeded(root: SyntaxNode): readonly Range[] {
  const found: Range[] = [];
  const visit = (node: SyntaxNode): void => {
    if (node.type === 'CallExpression') found.push(...unneededOfCall(node));
    for (const child of Object.values(node).flat()) if (isNode(child)) visit(child);
  };
  visit(root);
  return found.toSorted((one, other) => one.start - other.start);
}

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
  return properties.flatMap((property, index) =>
    UNREAD.has(property.key?.name ?? '')
      ? [{ start: property.start, end: properties[index + 1]?.start ?? property.end }]
      : [],
  );
}

const isNode = (value: unknown): value is SyntaxNode => typeof value === 'object' && value !== null && 'type' in value;

/** @param ranges may lie in each other */
function without(code: string, ranges: readonly Range[]): string {
  let kept = '';
  let end = 0;
  for (const range of ranges) {
    if (range.start > end) kept += code.slice(end, range.start);
    end = Math.max(end, range.end);
  }
  return kept + code.slice(end);
}
