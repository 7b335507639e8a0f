/** How API gateways, event source mappings and user pools invoke functions. */

/** The invoking service and its resource, which the template's `AWS::Lambda::Permission`s must allow. */
export interface Invoker {
  /** `apigateway.amazonaws.com`, `cognito-idp.amazonaws.com` */
  readonly principal: string;
  /** `arn:aws:execute-api:<region>:<account>:<api>/<stage>/<route>`, the user pool's ARN */
  readonly sourceArn: string;
  /** Key of the route or trigger, for which the invocation is counted. */
  readonly route: string;
}

/**
 * Invokes a function with an event and returns its result. Both are passed as JSON.
 * @param invoker omitted where the function's own role is what counts (event source mappings)
 * @throws {FunctionError} when the function throws, times out or crashes
 * @throws {InvokeDenied} when no permission of the template allows the invoker
 * @throws {InvokeThrottled} when a fault says so
 */
export type Invoke = (functionArn: string, event: unknown, invoker?: Invoker) => Promise<unknown>;

export class FunctionError extends Error {
  /** The thrown error's name (`TypeError`), or Lambda's own: `Sandbox.Timedout`, `Runtime.ExitError`. */
  readonly errorType: string;

  constructor(errorType: string, message: string) {
    super(message);
    this.name = 'FunctionError';
    this.errorType = errorType;
  }
}

/** Lambda refused the invocation, as it does when an account has used up its concurrency. Nothing ran. */
export class InvokeThrottled extends Error {
  override readonly name = 'TooManyRequestsException';
}

export class InvokeDenied extends Error {
  override readonly name = 'InvokeDenied';
}
