/** The trigger that writes the mails: when it is called, with what, and what it may return. */
import {
  ForgotPasswordCommand,
  ResendConfirmationCodeCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import type { Input } from '#local/cognito/input.ts';
import type { Invoke } from '#local/lambda/invoke.ts';
import { CLIENT, PASSWORD, startUserPool } from './user-pool.ts';

const LambdaConfig = { CustomMessage: 'arn:mails' };
const bySes = { LambdaConfig, EmailConfiguration: { EmailSendingAccount: 'DEVELOPER' } };

/** Starts a pool whose trigger returns this response. */
async function start(response: Input, pool: object = bySes) {
  const events: Input[] = [];
  const invoke: Invoke = async (_functionArn, event) => {
    events.push(event as Input);
    return { ...(event as Input), response };
  };
  return { ...(await startUserPool({ pool, invoke })), events };
}

describe('a mail with a code', () => {
  it('has the words of the trigger, which learns what it is for and what the caller said', async () => {
    const pool = await start({ emailSubject: 'Hello', emailMessage: '<p>{username}: <b>{####}</b></p>' });
    const named = { ClientId: CLIENT, Username: 'alice' };
    const UserAttributes = [{ Name: 'email', Value: 'alice@example.com' }];

    const metadata = { ClientMetadata: { a: '1' } };
    await pool.sdk.send(new SignUpCommand({ ...named, ...metadata, Password: PASSWORD, UserAttributes }));
    await pool.sdk.send(new ResendConfirmationCodeCommand(named));
    await pool.confirm('alice');
    await pool.sdk.send(new ForgotPasswordCommand(named));

    const mails = pool.outbox.mails();
    expect(mails.map(({ to, subject }) => `${to}: ${subject}`)).toEqual(Array(3).fill('alice@example.com: Hello'));
    for (const { text, code } of mails) expect(text).toBe(`alice: ${code}`);
    expect(pool.events.map(({ triggerSource }) => triggerSource)).toEqual([
      'CustomMessage_SignUp',
      'CustomMessage_ResendCode',
      'CustomMessage_ForgotPassword',
    ]);
    expect(pool.events[0]).toMatchObject({
      userName: 'alice',
      request: {
        codeParameter: '{####}',
        userAttributes: { email: 'alice@example.com', 'cognito:user_status': 'UNCONFIRMED' },
        clientMetadata: { a: '1' },
      },
      response: { smsMessage: null, emailMessage: null, emailSubject: null },
    });
  });

  it('has the words of the pool where the trigger returns none, or one of the two', async () => {
    const silent = await start({ smsMessage: null, emailMessage: null, emailSubject: null });
    const half = await start({ emailSubject: 'Hello' });
    await silent.signUp('alice');
    await half.signUp('alice');

    expect(silent.outbox.mails()[0]).toMatchObject({
      subject: 'Your code',
      text: expect.stringContaining('Hello alice') as unknown,
    });
    expect(half.outbox.mails()[0]).toMatchObject({
      subject: 'Hello',
      text: expect.stringContaining('Hello alice') as unknown,
    });
  });

  it.each([
    ['a text, though Cognito sends the mails itself', { emailMessage: '{####}' }, { LambdaConfig }],
    ['a subject, though Cognito sends the mails itself', { emailSubject: 'Hello' }, { LambdaConfig }],
    ['a text without the code', { emailMessage: 'Hello' }, bySes],
    ['a text that is too long', { emailMessage: '{####}'.padEnd(20_001) }, bySes],
    ['a subject that is too long', { emailSubject: 'x'.repeat(141) }, bySes],
  ])('is not sent where the trigger returns %s', async (_, response, settings) => {
    const pool = await start(response, settings);

    await expect(pool.signUp('alice')).rejects.toMatchObject({ name: 'InvalidLambdaResponseException' });
    expect(pool.outbox.mails()).toEqual([]);
  });
});
