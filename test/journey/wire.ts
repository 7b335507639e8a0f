/**
 * Stands where the local cloud puts its own request handler, so that a test carries the SDK's calls to an engine of its own.
 * To be imported before the SDK's client is made: import the product's table after it, dynamically.
 */
export interface SdkRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: Uint8Array;
}

export const wire: { handle(request: SdkRequest): Promise<object> } = {
  handle: () => Promise.reject(new Error('There is no engine.')),
};

const requestHandler = { handle: (request: SdkRequest) => wire.handle(request) };
Object.assign(globalThis, { [Symbol.for('aws.clientConfiguration')]: { requestHandler } });
