/** The settings of the app, read from its context: `cdk.json`, and `-c name=value` on the command line. */
import type { SettingProps } from '#lib/setting-props.ts';
import { SettingError, requireSettings, settingNames, typeOfSetting } from '#lib/settings.ts';

interface AppSettings {
  /** The stack's name, and its id in the app. */
  readonly stackName: string;
  /** Whether the stack beside it in us-east-1 has a web ACL. The message center itself has no use for it. */
  readonly waf: boolean;
  /** As given; the construct checks the values. */
  readonly settings: SettingProps;
}

/** Our own names. Those of the CDK have a colon, an @ or a hyphen. */
const OWN_NAME = /^[a-z]+$/i;
/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html */
const STACK_NAME = /^[a-z][a-z0-9-]{0,127}$/i;

/**
 * @param context of the app; null counts as not given
 * @throws {SettingError} that names a setting which does not exist, with the nearest one that does, or a value of
 * `stackName` or `waf` that is refused
 */
export function readSettings(context: Readonly<Record<string, unknown>>): AppSettings {
  const ownNames = Object.keys(context).filter((name) => OWN_NAME.test(name));
  requireSettings(ownNames, ['stackName', ...settingNames, 'waf']);

  const { stackName = 'MessageCenter' } = context;
  if (typeof stackName !== 'string' || !STACK_NAME.test(stackName))
    throw new SettingError(
      `The setting stackName must be letters, digits and hyphens, a letter first; it is ${JSON.stringify(stackName)}.`,
    );
  const waf = parse(context['waf'] ?? false, 'boolean');
  if (typeof waf !== 'boolean')
    throw new SettingError(`The setting waf must be true or false; it is ${JSON.stringify(waf)}.`);
  const given = settingNames
    .map((name) => [name, parse(context[name], typeOfSetting(name))] as const)
    .filter(([, value]) => value !== undefined && value !== null);
  return { stackName, waf, settings: Object.fromEntries(given) };
}

/** A command line gives every value as text. Text that is not of the type stays as it is, so it is refused as given. */
function parse(given: unknown, type: string): unknown {
  if (typeof given !== 'string') return given;
  if (type === 'number' && /^[0-9]{1,9}$/.test(given)) return Number(given);
  if (type === 'boolean' && /^(true|false)$/.test(given)) return given === 'true';
  return given;
}
