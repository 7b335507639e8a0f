/**
 * The names of the errors with which AWS refuses a call for the rate of calls, of DynamoDB and of the user pool. Their
 * HTTP status is 400.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
 */
const THROTTLES = new Set([
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ThrottlingException',
  'TooManyRequestsException',
]);

export const isThrottled = (error: unknown): boolean => error instanceof Error && THROTTLES.has(error.name);
