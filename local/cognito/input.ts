/** Reads the members of a request. Invalid ones are refused with Cognito's own messages. */
import { ServiceError } from '../aws/service.ts';

export type Input = Readonly<Record<string, unknown>>;

export const invalidParameter = (message: string): ServiceError =>
  new ServiceError('InvalidParameterException', message);

export interface Rule {
  readonly pattern?: RegExp;
  readonly maxLength?: number;
}

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SignUp.html */
export const userNameRule: Rule = { pattern: /^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$/u, maxLength: 128 };
export const passwordRule: Rule = { pattern: /^\S(.*\S)?$/s, maxLength: 256 };

/**
 * Reads a string.
 * @throws {ServiceError} InvalidParameterException, SerializationException
 */
export function text(input: Input, member: string, rule: Rule = {}): string {
  const value = input[member];
  const name = member.slice(0, 1).toLowerCase() + member.slice(1);
  if (value === undefined || value === null) throw violated(name, 'Member must not be null');
  if (typeof value !== 'string') throw new ServiceError('SerializationException', `${member} must be a string.`);
  if (value.length === 0) throw violated(name, 'Member must have length greater than or equal to 1');
  if (rule.maxLength !== undefined && value.length > rule.maxLength) {
    throw violated(name, `Member must have length less than or equal to ${rule.maxLength}`);
  }
  if (rule.pattern && !rule.pattern.test(value)) {
    throw violated(name, `Member must satisfy regular expression pattern: ${rule.pattern.source}`);
  }
  return value;
}

/** Reads a map of strings (`AuthParameters`, `ClientMetadata`). Returns undefined if it is missing. */
export function textMap(input: Input, member: string): Readonly<Record<string, string>> | undefined {
  const value = input[member];
  if (value === undefined || value === null) return undefined;
  if (!isRecord(value) || !Object.values(value).every((entry) => typeof entry === 'string')) {
    throw new ServiceError('SerializationException', `${member} must be a map of strings.`);
  }
  return value as Record<string, string>;
}

/** Returns the client metadata as a trigger's event has it: absent if the caller sent none. */
export function clientMetadata(input: Input): { clientMetadata?: Readonly<Record<string, string>> } {
  const metadata = textMap(input, 'ClientMetadata');
  return metadata ? { clientMetadata: metadata } : {};
}

/** Reads a list of `{Name, Value}` as a map. Returns undefined if it is missing. */
export function attributes(input: Input, member: string): Readonly<Record<string, string>> | undefined {
  const value = input[member];
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value) || !value.every(isRecord)) {
    throw new ServiceError('SerializationException', `${member} must be a list of attributes.`);
  }
  return Object.fromEntries(value.map((entry) => [text(entry, 'Name'), text(entry, 'Value')]));
}

export const isRecord = (value: unknown): value is Input =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const violated = (name: string, constraint: string): ServiceError =>
  invalidParameter(`1 validation error detected: Value at '${name}' failed to satisfy constraint: ${constraint}`);
