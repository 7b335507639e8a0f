/** Which of Cognito's errors the SDK may retry. */

import { AdminDeleteUserCommand, ForgotPasswordCommand } from '@aws-sdk/client-cognito-identity-provider';
import { beforeEach, describe, expect, it, vi } from 'vitest';

/** What Cognito throws, and how often it is asked. */
const service = { type: '', asked: 0 };

vi.stubGlobal(Symbol.for('aws.clientConfiguration'), {
  requestHandler: {
    handle: async () => {
      service.asked++;
      const body = Buffer.from(JSON.stringify({ __type: service.type, message: 'No.' }));
      return { response: { statusCode: 400, headers: { 'x-amzn-errortype': service.type }, body } };
    },
  },
});
const { cognito, cognitoWithoutRetries, refusing, wrongCode } = await import('#functions/aws/cognito.ts');

const asking = (): Promise<unknown> =>
  refusing(cognito.send(new ForgotPasswordCommand({ ClientId: 'client', Username: 'alice' })), wrongCode);

beforeEach(() => {
  service.asked = 0;
});

describe('a call to Cognito', () => {
  it('is not retried where a person has used up their attempts, so that its duration reveals nothing', async () => {
    service.type = 'LimitExceededException';

    await expect(asking()).rejects.toMatchObject({ code: 'too-many-requests' });
    expect(service.asked).toBe(1);
  });

  it('is retried where Cognito throttles', async () => {
    service.type = 'TooManyRequestsException';

    await expect(asking()).rejects.toMatchObject({ code: 'too-many-requests' });
    expect(service.asked).toBeGreaterThan(1);
  });

  it('is made once where its repeat could meet another account, whatever fails', async () => {
    for (const type of ['TooManyRequestsException', 'InternalErrorException']) {
      Object.assign(service, { type, asked: 0 });

      const removal = cognitoWithoutRetries().send(
        new AdminDeleteUserCommand({ UserPoolId: 'pool', Username: 'alice' }),
      );

      await expect(removal).rejects.toMatchObject({ name: type });
      expect(service.asked).toBe(1);
    }
  });
});
