/** The triggers of the user pool: names before a sign-up, profiles after it, and the text of mails. */

import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { CustomMessageTriggerEvent, PostConfirmationTriggerEvent, PreSignUpTriggerEvent } from 'aws-lambda';
import { beforeEach, describe, expect, it } from 'vitest';
import { conditionFailed, dynamo, failure } from '../support/aws.ts';
import { NOW } from '../support/clock.ts';
import { stubEnvironment } from '../support/environment.ts';

stubEnvironment();
const { handler } = await import('#functions/trigger/user-pool.ts');

const common = {
  version: '1',
  region: 'eu-central-1',
  userPoolId: 'eu-central-1_pool',
  callerContext: { awsSdkVersion: 'aws-sdk-js-3', clientId: 'client-id' },
};

const signingUp = (userName: string): PreSignUpTriggerEvent => ({
  ...common,
  triggerSource: 'PreSignUp_SignUp',
  userName,
  request: { userAttributes: { email: 'alice@example.org' } },
  response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
});

const confirmed = (triggerSource: PostConfirmationTriggerEvent['triggerSource']): PostConfirmationTriggerEvent => ({
  ...common,
  triggerSource,
  userName: 'alice',
  request: { userAttributes: { email: 'alice@example.org' } },
  response: {},
});

beforeEach(() => {
  dynamo.reset();
  dynamo.on(GetCommand).resolves({});
  dynamo.on(PutCommand).resolves({});
  dynamo.on(UpdateCommand).resolves({});
});

describe('a sign-up', () => {
  it('with a free name passes unchanged: nothing is confirmed without its code', async () => {
    expect(await handler(signingUp('alice'))).toEqual(signingUp('alice'));
    expect(dynamo).toHaveReceivedCommandExactlyOnceWith(GetCommand, {
      TableName: 'users-table',
      Key: { initial: 'a', username: 'alice' },
    });
    expect(dynamo).not.toHaveReceivedCommand(PutCommand);
  });

  it.each([
    ['somebody has', {}],
    ['a deleted person had', { deletedAt: 1 }],
  ])('with a name that %s is refused by the code the API knows', async (_, more) => {
    dynamo
      .on(GetCommand)
      .resolves({ Item: { initial: 'a', username: 'alice', displayName: 'Alice', createdAt: 0, ...more } });

    await expect(handler(signingUp('alice'))).rejects.toMatchObject({
      message: 'name-taken',
      // Lambda logs what is thrown: a refusal needs no trace.
      stack: 'Error: name-taken',
    });
  });

  it.each(['Alice', 'al', 'a'.repeat(31), 'alice~bob', 'alice.1', 'limit#alice', 'älice', 'alice@example.org', ''])(
    'that came to Cognito directly with the invalid name %j is refused',
    async (name) => {
      await expect(handler(signingUp(name))).rejects.toMatchObject({
        message: 'name-not-valid',
        stack: 'Error: name-not-valid',
      });
      expect(dynamo).not.toHaveReceivedAnyCommand();
    },
  );

  it('by the operator may use a reserved name, or that of a person who has no account, but no other', async () => {
    const made = (userName: string) =>
      ({ ...signingUp(userName), triggerSource: 'PreSignUp_AdminCreateUser' }) as const;

    expect(await handler(made('support'))).toEqual(made('support'));
    dynamo.on(GetCommand).resolves({ Item: { initial: 'a', username: 'alice', displayName: 'alice', createdAt: 0 } });
    expect(await handler(made('alice'))).toEqual(made('alice'));
    await expect(handler(made('No Name'))).rejects.toThrow(/^name-not-valid$/);
    dynamo
      .on(GetCommand)
      .resolves({ Item: { initial: 'a', username: 'alice', displayName: 'alice', createdAt: 0, deletedAt: 1 } });
    await expect(handler(made('alice'))).rejects.toThrow(/^name-taken$/);
  });

  it.each(['admin', 'adm1n', 'supp0rt', 'rnoderator', 'every-one'])(
    'with the name %s, which is or looks reserved, is refused',
    async (name) => {
      await expect(handler(signingUp(name))).rejects.toThrow(/^name-not-valid$/);
      expect(dynamo).not.toHaveReceivedAnyCommand();
    },
  );

  it('is refused where it is unknown whether the name is free', async () => {
    dynamo.on(GetCommand).rejects(failure('InternalServerError'));

    await expect(handler(signingUp('alice'))).rejects.toMatchObject({
      name: 'InternalServerError',
      stack: expect.stringMatching(/\n +at /),
    });
  });
});

describe('a confirmed address', () => {
  it('creates the profile, after what finds it', async () => {
    expect(await handler(confirmed('PostConfirmation_ConfirmSignUp'))).toEqual(
      confirmed('PostConfirmation_ConfirmSignUp'),
    );
    expect(dynamo).toHaveReceivedCommandExactlyOnceWith(UpdateCommand, {
      TableName: 'users-table',
      Key: { initial: 'initials', username: 'initials' },
      ExpressionAttributeValues: { ':initials': new Set(['a']) },
    });
    expect(dynamo).toHaveReceivedNthCommandWith(PutCommand, 1, {
      TableName: 'users-table',
      Item: { initial: 'word#a', username: 'alice alice', wordsVersion: 1 },
    });
    expect(dynamo).toHaveReceivedNthCommandWith(PutCommand, 2, {
      TableName: 'users-table',
      Item: { initial: 'joined', username: `${new Date(NOW).toISOString()} alice` },
    });
    expect(dynamo).toHaveReceivedNthCommandWith(PutCommand, 3, {
      TableName: 'users-table',
      Item: {
        initial: 'a',
        username: 'alice',
        displayName: 'alice',
        createdAt: NOW,
        words: ['alice'],
        wordsVersion: 1,
      },
      ConditionExpression: 'attribute_not_exists(username)',
    });
  });

  it('leaves an existing profile unchanged', async () => {
    dynamo.on(PutCommand, { ConditionExpression: 'attribute_not_exists(username)' }).rejects(conditionFailed());

    await expect(handler(confirmed('PostConfirmation_ConfirmSignUp'))).resolves.toBeDefined();
  });

  it('creates no profile when it was confirmed by a new password', async () => {
    await handler(confirmed('PostConfirmation_ConfirmForgotPassword'));

    expect(dynamo).not.toHaveReceivedAnyCommand();
  });
});

describe('a mail', () => {
  const mailed = async (source: string, given: object = {}, userName = 'alice') => {
    const event = {
      ...common,
      triggerSource: `CustomMessage_${source}`,
      userName,
      request: {
        userAttributes: { email: 'alice@example.org' },
        codeParameter: '{####}',
        linkParameter: '{##Click Here##}',
        usernameParameter: null,
        ...given,
      },
      response: { smsMessage: null, emailMessage: null, emailSubject: null },
    } as unknown as CustomMessageTriggerEvent;
    return (await handler(event)).response as CustomMessageTriggerEvent['response'];
  };
  const taken = { clientMetadata: { addressIsTaken: 'true' } };
  const free = { clientMetadata: { addressIsTaken: 'false' } };
  const withLanguage = ({ clientMetadata }: { clientMetadata?: object }, language: string) => ({
    clientMetadata: { ...clientMetadata, language },
  });

  it.each([
    ['SignUp', free, /new account/, /confirm that it is yours/],
    ['SignUp', {}, /new account/, /confirm that it is yours/],
    ['ResendCode', free, /new account/, /confirm that it is yours/],
    ['SignUp', taken, /Somebody signed up with your address/, /belongs to your account already/],
    ['ResendCode', taken, /Somebody signed up with your address/, /belongs to your account already/],
    ['ForgotPassword', taken, /new password/, /take over your account/],
    ['UpdateUserAttribute', {}, /new address/, /new one of their account/],
    ['VerifyUserAttribute', {}, /new address/, /new one of their account/],
  ])('says what its code is for, and to tell it to nobody (%s, %j)', async (source, given, subject, text) => {
    const { emailSubject, emailMessage } = await mailed(source, given);

    expect(emailSubject).toMatch(subject);
    expect(emailMessage).toMatch(text);
    expect(emailMessage).toMatch(/tell it to nobody/i);
    expect(emailMessage).toContain('(alice)');
    expect(emailMessage?.split('{####}')).toHaveLength(2);
    expect(dynamo).not.toHaveReceivedAnyCommand();
  });

  it.each([
    ['SignUp', free, /yeni hesabın/, /sana ait olduğunu/],
    ['ResendCode', taken, /senin adresinle kaydoldu/, /senin hesabına ait/],
    ['ForgotPassword', free, /yeni parolan/, /hesabını ele geçirebilir/],
    ['UpdateUserAttribute', {}, /yeni adresin/, /yeni adresi olarak/],
  ])('says the same in Turkish where the page is in Turkish (%s, %j)', async (source, given, subject, text) => {
    const { emailSubject, emailMessage } = await mailed(source, withLanguage(given, 'tr'));

    expect(emailSubject).toMatch(subject);
    expect(emailMessage).toMatch(text);
    expect(emailMessage).toMatch(/kimseye söyleme/);
    expect(emailMessage).toContain('(alice)');
    expect(emailMessage?.split('{####}')).toHaveLength(2);
  });

  it('has nothing of a language that is none of ours, which people can tell the pool with an address', async () => {
    const given = withLanguage({}, '<b>x</b>');

    expect(await mailed('UpdateUserAttribute', given)).toEqual(await mailed('UpdateUserAttribute'));
  });

  it('names no account whose name is no user name of ours: the text is HTML', async () => {
    expect((await mailed('SignUp', free, '<b>x</b>')).emailMessage).not.toContain('<b>x');
  });

  it.each(['AdminCreateUser', 'Authentication'])('of another kind is left to the pool (%s)', async (source) => {
    expect(await mailed(source)).toEqual({ smsMessage: null, emailMessage: null, emailSubject: null });
  });
});
