/**
 * Invokes the functions that a pool's LambdaConfig names, with Cognito's events.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html
 */
import { ServiceError } from '../aws/service.ts';
import { FunctionError, type Invoke } from '../lambda/invoke.ts';
import { type Input, isRecord } from './input.ts';
import type { ClientSettings, Trigger } from './settings.ts';

interface TriggerCall {
  readonly trigger: Trigger;
  /** `PreSignUp_SignUp`, `PostConfirmation_ConfirmSignUp` */
  readonly source: string;
  readonly username: string;
  readonly request: Input;
  /** The defaults of the fields that the function may set. */
  readonly response: Input;
}

export type Triggers = (client: ClientSettings, call: TriggerCall) => Promise<Input>;

/**
 * Calls a trigger.
 * @returns the event's `response` as the function returned it, or the defaults if the pool has no such trigger
 * @throws {ServiceError} UserLambdaValidationException if the function threw, UnexpectedLambdaException if it could not
 * be invoked, InvalidLambdaResponseException if it did not return the event
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
      result = await invoke(functionArn, event, {
        principal: 'cognito-idp.amazonaws.com',
        sourceArn: pool.arn,
        route: trigger,
      });
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
