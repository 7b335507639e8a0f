/** The messages between the main thread and a function's worker thread. */

/** An AWS call of the function, as the SDK built it. The path includes the query. */
export interface PortRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

export interface PortResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined: the body is a stream, whose chunks the worker pulls one by one. */
  readonly body: string | Uint8Array | undefined;
}

export type ToInstance =
  | { readonly type: 'invoke'; readonly id: string; readonly event: string; readonly deadline: number }
  | { readonly type: 'response'; readonly call: number; readonly response: PortResponse }
  /** The next chunk of a response's body. None: it is at its end, or it cannot be read any further. */
  | { readonly type: 'chunk'; readonly call: number; readonly chunk?: Uint8Array; readonly failed?: boolean };

export type FromInstance =
  | { readonly type: 'ready' }
  | { readonly type: 'init-error'; readonly error: Thrown }
  | { readonly type: 'result'; readonly id: string; readonly result: string }
  | { readonly type: 'error'; readonly id: string; readonly error: Thrown }
  | { readonly type: 'request'; readonly call: number; readonly request: PortRequest }
  | { readonly type: 'pull'; readonly call: number }
  /** The function reads no more of the body. */
  | { readonly type: 'cancel'; readonly call: number }
  /** The function printed something. It comes before the result of the invocation that printed it. */
  | { readonly type: 'logged'; readonly bytes: number; readonly metrics?: string };

export interface Thrown {
  readonly errorType: string;
  readonly message: string;
  readonly stack: string;
}

/** The data a worker is started with. */
export interface InstanceData {
  /** File URL of the module. */
  readonly module: string;
  /** Name of the export that handles events. */
  readonly handler: string;
  readonly functionArn: string;
}
