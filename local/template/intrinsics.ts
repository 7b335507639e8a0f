/** Resolves CloudFormation's intrinsic functions. An unknown one stops the start by its name. */

export interface References {
  /** Returns the value of `Ref`: a resource's name or id, or a pseudo parameter. */
  ref(name: string): string;
  getAtt(logicalId: string, attribute: string): string;
  condition(name: string): unknown;
}

/** Stands for `AWS::NoValue`, which removes the property or element. */
const noValue = Symbol('AWS::NoValue');

/** Returns a value with every intrinsic function in it resolved. */
export function resolve(value: unknown, references: References): unknown {
  if (Array.isArray(value))
    return value.map((element) => resolve(element, references)).filter((element) => element !== noValue);
  if (typeof value !== 'object' || value === null) return value;

  const entries = Object.entries(value);
  const [name, argument] = entries[0] ?? [];
  if (entries.length === 1 && name !== undefined && (name === 'Ref' || name.startsWith('Fn::'))) {
    return intrinsic(name, argument, references);
  }
  return Object.fromEntries(
    entries
      .map(([key, property]) => [key, resolve(property, references)])
      .filter(([, property]) => property !== noValue),
  );
}

function intrinsic(name: string, argument: unknown, references: References): unknown {
  const list = (): unknown[] => {
    const resolved = resolve(argument, references);
    if (!Array.isArray(resolved)) throw new Error(`${name} expects a list, not ${JSON.stringify(argument)}.`);
    return resolved;
  };
  switch (name) {
    case 'Ref':
      return argument === 'AWS::NoValue' ? noValue : references.ref(String(argument));
    case 'Fn::GetAtt': {
      const [logicalId = '', ...attribute] = Array.isArray(argument)
        ? argument.map(String)
        : String(argument).split('.');
      return references.getAtt(logicalId, attribute.join('.'));
    }
    case 'Fn::Join': {
      const [separator, parts] = list();
      if (!Array.isArray(parts)) throw new Error(`Fn::Join expects a list to join, not ${JSON.stringify(parts)}.`);
      return parts.join(String(separator));
    }
    case 'Fn::Sub':
      return substitute(argument, references);
    case 'Fn::Select': {
      const [index, values] = list();
      const chosen: unknown = Array.isArray(values) ? values[Number(index)] : undefined;
      if (chosen === undefined)
        throw new Error(`Fn::Select finds no element ${String(index)} in ${JSON.stringify(values)}.`);
      return chosen;
    }
    case 'Fn::Split': {
      const [separator, text] = list();
      return String(text).split(String(separator));
    }
    case 'Fn::Equals': {
      const [left, right] = list();
      return left === right;
    }
    case 'Fn::If': {
      if (!Array.isArray(argument)) throw new Error('Fn::If expects a list.');
      const [condition, whenTrue, whenFalse] = argument as unknown[];
      return resolve(references.condition(String(condition)) ? whenTrue : whenFalse, references);
    }
    default:
      throw new Error(
        `The local cloud does not know the intrinsic function ${name}. Teach it in local/template/intrinsics.ts.`,
      );
  }
}

/** Substitutes `${Name}`, `${Name.Attribute}` and `${!literal}`. The function's own variables take precedence. */
function substitute(argument: unknown, references: References): string {
  const [text, variables] = Array.isArray(argument) ? (argument as [unknown, Record<string, unknown>]) : [argument, {}];
  return String(text).replace(/\$\{([^}]+)\}/g, (_, name: string) => {
    if (name.startsWith('!')) return `\${${name.slice(1)}}`;
    if (name in variables) return String(resolve(variables[name], references));
    const dot = name.indexOf('.');
    return dot < 0 ? references.ref(name) : references.getAtt(name.slice(0, dot), name.slice(dot + 1));
  });
}
