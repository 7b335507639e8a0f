/**
 * What the tests find out about grants. Each process of a run adds what it sees first to a file of its own, so that
 * nothing is lost when it is ended. least-privilege.ts reads them.
 */

/** The environment variable with the folder of the files, which are text: a line of JSON for each finding. */
export const GRANTS_FOLDER = 'GRANTS_FOLDER';

/** One action on one resource, as a role allows it, or as a call was refused it. */
export interface Grant {
  /** The function's logical id. */
  readonly functionId: string;
  readonly action: string;
  readonly resource: string;
}

/** A call of a function's entry, in a test that mocks AWS. */
export interface MockedCall {
  /** Such as `http/messages`. */
  readonly entry: string;
  readonly action: string;
  /** The environment variable with the name of the table. */
  readonly variable: string;
}

export type Finding =
  | ({ readonly is: 'used' } & Grant)
  | ({ readonly is: 'denied' } & Grant)
  | ({ readonly is: 'mocked' } & MockedCall);
