/**
 * Resolves the dynamic references to secrets that a template's properties hold, as CloudFormation does when it makes a
 * resource. An unknown one stops the start.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-secretsmanager.html
 */
import type { Resource, Stack } from './resource.ts';

const REFERENCE = /\{\{resolve:([^}]*)\}\}/g;
/**
 * `secretsmanager:<name or ARN>:SecretString:<JSON key>:<version stage>:<version id>`, of which all but the first two
 * may be left out.
 */
const SECRET =
  /^secretsmanager:(arn:(?:[^:]*:){5}[^:]+|[^:]+)(?::SecretString(?::([^:]*)(?::([^:]*))?(?::([^:]*))?)?)?$/;

/**
 * Returns the stack with every reference replaced.
 * @param valueOf returns a secret's value by its name or ARN
 * @throws {Error} that names a reference which cannot be resolved
 */
export function withDynamicReferences(stack: Stack, valueOf: (secret: string) => string | undefined): Stack {
  const resources = stack.resources.map((resource) => ({
    ...resource,
    properties: replaceDeep(resource.properties, valueOf) as Resource['properties'],
  }));
  return {
    ...stack,
    resources,
    ofType: <Properties>(type: string) =>
      resources.filter((resource) => resource.type === type) as unknown as Resource<Properties>[],
  };
}

function replaceDeep(value: unknown, valueOf: (secret: string) => string | undefined): unknown {
  if (typeof value === 'string')
    return value.replace(REFERENCE, (reference, inner: string) => resolve(reference, inner, valueOf));
  if (Array.isArray(value)) return value.map((element) => replaceDeep(element, valueOf));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, property]) => [key, replaceDeep(property, valueOf)]));
}

function resolve(reference: string, inner: string, valueOf: (secret: string) => string | undefined): string {
  const [, id, key = '', stage = '', version = ''] = SECRET.exec(inner) ?? [];
  if (id === undefined || (stage !== '' && stage !== 'AWSCURRENT') || version !== '')
    throw new Error(
      `The local cloud does not know the dynamic reference ${reference}. Teach it in local/template/dynamic-references.ts.`,
    );
  const value = valueOf(id);
  if (value === undefined) throw new Error(`The dynamic reference ${reference} names no secret of the template.`);
  if (key === '') return value;
  const field = (JSON.parse(value) as Readonly<Record<string, unknown>>)[key];
  if (typeof field !== 'string')
    throw new Error(`The secret of the dynamic reference ${reference} has no text under the key ${key}.`);
  return field;
}
