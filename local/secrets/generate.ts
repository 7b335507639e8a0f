/**
 * Generates the values of secrets, as Secrets Manager's GetRandomPassword does.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetRandomPassword.html
 */
import { randomInt } from 'node:crypto';

export interface GenerateSecretString {
  readonly ExcludeCharacters?: string;
  readonly ExcludeLowercase?: boolean;
  readonly ExcludeNumbers?: boolean;
  readonly ExcludePunctuation?: boolean;
  readonly ExcludeUppercase?: boolean;
  /** The key under which the generated text is added to the template. */
  readonly GenerateStringKey?: string;
  readonly IncludeSpace?: boolean;
  /** @default 32 */
  readonly PasswordLength?: number;
  /** @default true */
  readonly RequireEachIncludedType?: boolean;
  /** A JSON object. */
  readonly SecretStringTemplate?: string;
}

const LOWERCASE = 'abcdefghijklmnopqrstuvwxyz';
const NUMBERS = '0123456789';
const PUNCTUATION = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';
const DEFAULT_LENGTH = 32;
const LENGTH_MAX = 4096;

/**
 * Returns a new value.
 * @throws {Error} where no text can be generated as given
 */
export function generate(given: GenerateSecretString): string {
  const text = randomText(given);
  const { GenerateStringKey: key, SecretStringTemplate: template } = given;
  if (key === undefined && template === undefined) return text;
  if (key === undefined || template === undefined)
    throw new Error('GenerateStringKey and SecretStringTemplate are given together or not at all.');
  return JSON.stringify({ ...(JSON.parse(template) as object), [key]: text });
}

function randomText(given: GenerateSecretString): string {
  const { ExcludeCharacters: excluded = '', PasswordLength: length = DEFAULT_LENGTH } = given;
  const types = [
    given.ExcludeLowercase ? '' : LOWERCASE,
    given.ExcludeUppercase ? '' : LOWERCASE.toUpperCase(),
    given.ExcludeNumbers ? '' : NUMBERS,
    given.ExcludePunctuation ? '' : PUNCTUATION,
    given.IncludeSpace ? ' ' : '',
  ]
    .map((type) => type.split('').filter((character) => !excluded.includes(character)))
    .filter((type) => type.length > 0);
  const required = (given.RequireEachIncludedType ?? true) ? types : [];
  if (types.length === 0 || length < Math.max(1, required.length) || length > LENGTH_MAX)
    throw new Error(`No text of ${length} characters can be generated as given.`);

  const text = [...required.map(oneOf), ...Array.from({ length: length - required.length }, () => oneOf(types.flat()))];
  return shuffle(text).join('');
}

const oneOf = (characters: readonly string[]): string => characters[randomInt(characters.length)] ?? '';

/** Fisher–Yates: the required characters must not stand first. */
function shuffle(characters: readonly string[]): string[] {
  const rest = [...characters];
  return characters.map(() => rest.splice(randomInt(rest.length), 1)[0] ?? '');
}
