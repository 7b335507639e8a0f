/**
 * Calls the functions a pool's LambdaConfig names, with Cognito's events.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html
 */
import { ServiceError } from '../aws/service.ts';
import { FunctionError, type Invoke } from '../lambda/invoke.ts';
import { type Input, isRecord } from './input.ts';
import type { ClientSettings, Trigger } from './settings.ts';

interface Occasion {
  readonly trigger: Trigger;
  /** `PreSignUp_SignUp`, `PostConfirmation_ConfirmSignUp` */
  readonly source: string;
  readonly username: string;
  readonly request: Input;
  /** What the function may fill in. */
  readonly response: Input;
}

export type Triggers = (client: ClientSettings, occasion: Occasion) => Promise<Input>;

/**
 * Answers the event's `response` as the function returned it, or as it was where the pool has no such trigger.
 * @throws {ServiceError} UserLambdaValidationException where the function threw, UnexpectedLambdaException where it could
 * not be called, InvalidLambdaResponseException where it returned no event
 */
export const createTriggers =
  (invoke: Invoke): Triggers =>
  async ({ id, pool }, { trigger, source, username, request, response }) => {
    const functionArn = pool.triggers[trigger];
    if (!functionArn) return response;
    const event = {
      version: '1',
      triggerSource: source,
      region: pool.region,
      userPoolId: pool.id,
      userName: username,
      callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: id },
      request,
      response,
    };
    let result: unknown;
    try {
      result = await invoke(functionArn, event, { principal: 'cognito-idp.amazonaws.com', sourceArn: pool.arn });
    } catch (error) {
      if (error instanceof FunctionError) {
        throw new ServiceError('UserLambdaValidationException', `${trigger} failed with error ${error.message}.`);
      }
      throw new ServiceError(
        'UnexpectedLambdaException',
        `${trigger} invocation failed due to error AccessDeniedException.`,
      );
    }
    if (!isRecord(result) || !isRecord(result.response)) {
      throw new ServiceError('InvalidLambdaResponseException', 'Unrecognizable lambda output');
    }
    return result.response;
  };
