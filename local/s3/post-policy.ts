/**
 * The policy of an upload's form: until when it is valid, and what each field may be.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
 */
import { S3Error, accessDenied } from './s3-error.ts';

/** The sizes that a file may have, in bytes. */
export interface SizeLimits {
  readonly min: number;
  readonly max: number;
}

/** Fields that no condition has to name. */
const FREE_FIELDS = new Set(['x-amz-signature', 'file', 'policy']);

/** The largest object that a form can upload. */
const OBJECT_MAX_BYTES = 5 * 1024 ** 3;

type Condition = readonly [operator: string, field: string, value: string];

/**
 * Checks the fields of a form.
 * @param fields by lower-case name
 * @param bucket the bucket that the form was posted to, which conditions name as a field
 * @param now epoch milliseconds
 * @returns the sizes that the file may have
 * @throws {S3Error} for a policy that is expired or none, and for a field that it does not allow
 */
export function checkPolicy(
  policy: string,
  fields: ReadonlyMap<string, string>,
  bucket: string,
  now: number,
): SizeLimits {
  const { expiration, conditions } = parsePolicy(policy);
  if (expiration <= now) throw accessDenied('Invalid according to Policy: Policy expired.');
  let limits: SizeLimits = { min: 0, max: OBJECT_MAX_BYTES };
  const named = new Set<string>();
  for (const condition of conditions) {
    if (isSizeRange(condition)) {
      limits = { min: condition[1], max: condition[2] };
      continue;
    }
    for (const [operator, field, value] of readConditions(condition)) {
      named.add(field);
      const given = field === 'bucket' ? bucket : fields.get(field);
      const holds = operator === 'eq' ? given === value : given?.startsWith(value);
      if (!holds)
        throw accessDenied(`Invalid according to Policy: Policy Condition failed: ${JSON.stringify(condition)}`);
    }
  }
  for (const name of fields.keys())
    if (!named.has(name) && !FREE_FIELDS.has(name) && !name.startsWith('x-ignore-'))
      throw accessDenied(`Invalid according to Policy: Extra input fields: ${name}`);
  if ((fields.get('bucket') ?? bucket) !== bucket) throw accessDenied('Invalid according to Policy: wrong bucket');
  return limits;
}

/** @throws {S3Error} EntityTooLarge or EntityTooSmall */
export function checkSize(bytes: number, { min, max }: SizeLimits): void {
  if (bytes > max)
    throw new S3Error(400, 'EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', {
      ProposedSize: bytes,
      MaxSizeAllowed: max,
    });
  if (bytes < min)
    throw new S3Error(400, 'EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size', {
      ProposedSize: bytes,
      MinSizeAllowed: min,
    });
}

function parsePolicy(policy: string): { readonly expiration: number; readonly conditions: readonly unknown[] } {
  let document: unknown;
  try {
    document = JSON.parse(Buffer.from(policy, 'base64').toString());
  } catch {
    throw invalid('Invalid JSON.');
  }
  const { expiration, conditions } = (document ?? {}) as { readonly expiration?: unknown; conditions?: unknown };
  const time = typeof expiration === 'string' ? Date.parse(expiration) : NaN;
  if (Number.isNaN(time)) throw invalid('Policy missing expiration.');
  if (!Array.isArray(conditions)) throw invalid('Policy missing conditions.');
  return { expiration: time, conditions };
}

const isSizeRange = (condition: unknown): condition is readonly [string, number, number] =>
  Array.isArray(condition) &&
  String(condition[0]).toLowerCase() === 'content-length-range' &&
  condition.length === 3 &&
  condition.slice(1).every((size) => Number.isInteger(size) && Number(size) >= 0);

/** Reads `{"key": "a"}`, `["eq", "$key", "a"]` or `["starts-with", "$key", "a"]`. */
function readConditions(condition: unknown): readonly Condition[] {
  if (Array.isArray(condition)) {
    const [operator, field, value] = condition as readonly unknown[];
    const known = operator === 'eq' || operator === 'starts-with';
    if (!known || typeof field !== 'string' || !field.startsWith('$') || typeof value !== 'string')
      throw invalid(`Invalid Condition: ${JSON.stringify(condition)}`);
    return [[operator, field.slice(1).toLowerCase(), value]];
  }
  if (typeof condition !== 'object' || condition === null)
    throw invalid(`Invalid Condition: ${JSON.stringify(condition)}`);
  return Object.entries(condition).map(([field, value]: [string, unknown]) => {
    if (typeof value !== 'string') throw invalid(`Invalid Simple-Condition: value of ${field} must be a string`);
    return ['eq', field.toLowerCase(), value];
  });
}

const invalid = (why: string): S3Error => new S3Error(400, 'InvalidPolicyDocument', `Invalid Policy: ${why}`);
