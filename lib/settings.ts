/** What can be chosen for a deployment: CDK context (`cdk.json`, or `-c name=value`), each with a default. */
import type { Node } from 'constructs';

export interface Settings {
  /** How many messages a conversation opens with. */
  readonly messagesToLoad: number;
  /** Messages, edits, deletions and reactions one person may write in one conversation, a minute; 0: any number. */
  readonly sendsPerMinute: number;
  /** How many of them may come at once. */
  readonly sendBurst: number;
  /** Conversations one person may begin in an hour; 0: any number. */
  readonly conversationsPerHour: number;
  /** Who is mailed when an alarm goes off. Without it the alarms are only shown in the console. */
  readonly alarmEmail: string | undefined;
  /**
   * Sender of the accounts' mails, an address of a domain that is verified in SES in the stack's region. Without it Cognito
   * sends them itself, about 50 a day.
   */
  readonly mailFrom: string | undefined;
  /** Tables and accounts outlive the stack and can not be deleted by accident. */
  readonly retainData: boolean;
  /**
   * Sets the role by which API Gateway writes logs, which is one for the whole account and region. To be turned off where one
   * is set already, since this would take its place.
   */
  readonly gatewayLogsRole: boolean;
}

/** @throws with the name of the setting and what it may be; a command line and an environment give everything as text */
export function readSettings(node: Node): Settings {
  const read = <Value>(
    name: keyof Settings,
    byDefault: Value,
    parse: (given: unknown) => Value | undefined,
    expected: string,
  ): Value => {
    const given: unknown = node.tryGetContext(name);
    if (given === undefined || given === null) return byDefault;
    const value = parse(given);
    if (value === undefined)
      throw new Error(`The setting ${name} must be ${expected}; it is ${JSON.stringify(given)}.`);
    return value;
  };
  return {
    messagesToLoad: read('messagesToLoad', 15, wholeNumber(1, 100), 'a whole number from 1 to 100'),
    sendsPerMinute: read('sendsPerMinute', 60, wholeNumber(0, 60_000), 'a whole number from 0 to 60000'),
    sendBurst: read('sendBurst', 20, wholeNumber(1, 1000), 'a whole number from 1 to 1000'),
    conversationsPerHour: read('conversationsPerHour', 20, wholeNumber(0, 10_000), 'a whole number from 0 to 10000'),
    alarmEmail: read<string | undefined>('alarmEmail', undefined, emailAddress, 'an e-mail address'),
    mailFrom: read<string | undefined>('mailFrom', undefined, emailAddress, 'an e-mail address'),
    retainData: read('retainData', true, trueOrFalse, 'true or false'),
    gatewayLogsRole: read('gatewayLogsRole', true, trueOrFalse, 'true or false'),
  };
}

const wholeNumber = (minimum: number, maximum: number) => (given: unknown) => {
  const number = /^[0-9]{1,9}$/.test(String(given)) ? Number(given) : -1;
  return number >= minimum && number <= maximum ? number : undefined;
};

const emailAddress = (given: unknown) =>
  typeof given === 'string' && /^[\w.+-]+@[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(given) ? given : undefined;

const trueOrFalse = (given: unknown) => ({ true: true, false: false })[String(given)];
