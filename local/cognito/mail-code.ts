/**
 * Mails verification codes.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-custom-message.html
 */
import { ServiceError } from '../aws/service.ts';
import type { Account } from './accounts.ts';
import { issueCode } from './codes.ts';
import { type Input, clientMetadata } from './input.ts';
import type { UserPools } from './operation.ts';
import { textOf } from './outbox.ts';
import type { ClientSettings } from './settings.ts';

interface CodeMail {
  /** `CustomMessage_SignUp` */
  readonly source: `CustomMessage_${string}`;
  readonly validityMs: number;
  /** The request that the mail is sent for. */
  readonly input: Input;
}

const CODE = '{####}';
const USERNAME = '{username}';
/** https://docs.aws.amazon.com/cognito/latest/developerguide/limits.html: longest subject and text. */
const SUBJECT_MAX_CHARACTERS = 140;
const TEXT_MAX_CHARACTERS = 20_000;

/**
 * Saves the account with a new code and mails the code. If the pool verifies no addresses, only saves the account.
 * @returns where the code went, as the operations' output says it
 */
export async function mailCode(
  pools: UserPools,
  client: ClientSettings,
  account: Account,
  { source, validityMs, input }: CodeMail,
): Promise<object> {
  const { pool } = client;
  const to = account.attributes.email;
  if (!pool.verifiesEmail || to === undefined) {
    await pools.accounts.save(pool, account);
    return {};
  }
  const { code, state } = issueCode(account.codes, pools.now(), validityMs);
  await pools.accounts.save(pool, { ...account, codes: state });
  const template = await templateOf(pools, client, account, { source, input });
  const fill = (text: string): string => text.replaceAll(CODE, code).replaceAll(USERNAME, account.username);
  const body = fill(textOf(template.text));
  await pools.outbox.send({ to, subject: template.subject, text: body, code, at: new Date(pools.now()).toISOString() });
  return codeDeliveryTo(to);
}

/** @throws {ServiceError} InvalidLambdaResponseException for a text that the trigger may not return */
async function templateOf(
  pools: UserPools,
  client: ClientSettings,
  account: Account,
  { source, input }: Pick<CodeMail, 'source' | 'input'>,
) {
  const { pool } = client;
  const { emailSubject, emailMessage } = await pools.triggers(client, {
    trigger: 'CustomMessage',
    source,
    username: account.username,
    request: {
      userAttributes: { sub: account.sub, 'cognito:user_status': account.status, ...account.attributes },
      codeParameter: CODE,
      linkParameter: '{##Click Here##}',
      usernameParameter: null,
      ...clientMetadata(input),
    },
    response: { smsMessage: null, emailMessage: null, emailSubject: null },
  });
  const isGiven = (text: unknown): boolean => text !== null && text !== undefined;
  if (!isGiven(emailSubject) && !isGiven(emailMessage)) return pool.verificationMail;
  if (!pool.mailsBySes) throw invalidResponse('CustomMessage may write mails only where SES sends them.');
  const subject = emailSubject ?? pool.verificationMail.subject;
  const text = emailMessage ?? pool.verificationMail.text;
  if (typeof subject !== 'string' || subject.length > SUBJECT_MAX_CHARACTERS)
    throw invalidResponse(`emailSubject must have at most ${SUBJECT_MAX_CHARACTERS} characters.`);
  if (typeof text !== 'string' || text.length > TEXT_MAX_CHARACTERS || !text.includes(CODE))
    throw invalidResponse(`emailMessage must hold ${CODE}, and at most ${TEXT_MAX_CHARACTERS} characters.`);
  return { subject, text };
}

const invalidResponse = (message: string): ServiceError => new ServiceError('InvalidLambdaResponseException', message);

/**
 * Returns where a code went, with most of the address hidden.
 * @param emailOrName for an unknown user, the name: the output must not reveal that no mail was sent
 */
export function codeDeliveryTo(emailOrName: string) {
  const [name = '', domain = name.slice(-1)] = emailOrName.split('@');
  const destination = `${name.slice(0, 1)}***@${domain.slice(0, 1)}***`;
  return { CodeDeliveryDetails: { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: destination } };
}
