/** How the gateways, the stream pump and the user pool call functions. */

/** The service that invokes and what for, to be matched against the template's `AWS::Lambda::Permission`s. */
export interface Invoker {
  /** `apigateway.amazonaws.com`, `cognito-idp.amazonaws.com` */
  readonly principal: string;
  /** `arn:aws:execute-api:<region>:<account>:<api>/<stage>/<route>`, the user pool's ARN */
  readonly sourceArn: string;
}

/**
 * Invokes a function with an event and answers its result; both cross as JSON.
 * @param invoker left out where the function's own role is what counts (event source mappings)
 * @throws {FunctionError} when the function threw, timed out or crashed
 * @throws {InvokeDenied} when no permission of the template lets the invoker in
 */
export type Invoke = (functionArn: string, event: unknown, invoker?: Invoker) => Promise<unknown>;

export class FunctionError extends Error {
  /** Name of what was thrown: `Error`, `Sandbox.Timedout`, `Runtime.ExitError`. */
  readonly errorType: string;

  constructor(errorType: string, message: string) {
    super(message);
    this.name = 'FunctionError';
    this.errorType = errorType;
  }
}

export class InvokeDenied extends Error {
  override readonly name = 'InvokeDenied';
}
