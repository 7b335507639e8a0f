/** One execution environment of a function: a worker thread that has loaded the function's bundle. */
import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { buildSync } from 'esbuild';
import type { StreamedResponse } from '../aws/service.ts';
import { type ReportMetric, readEmbeddedMetrics } from '../cloudwatch/embedded-metrics.ts';
import { type Account, NO_ROUTE, SEVERAL_ROUTES } from '../usage/meter.ts';
import { FunctionError } from './invoke.ts';
import { printedLine, thrownLine } from './log-line.ts';
import type { FromInstance, InstanceData, PortRequest, Thrown, ToInstance } from './messages.ts';

export interface InstanceOptions {
  readonly data: InstanceData;
  readonly environment: Readonly<Record<string, string>>;
  /** How long an invocation may take. */
  readonly timeoutMs: number;
  /** How long the init phase may take. */
  readonly initTimeoutMs: number;
  /** After how long without an invocation it ends, which frees its memory. */
  readonly idleMs: number;
  /** Handles the AWS calls of the function. It never rejects. */
  readonly call: (request: PortRequest, account: Account) => Promise<StreamedResponse>;
  /** Returns the account that counts the function's usage for a route. */
  readonly account: (route: string) => Account;
  readonly log: (line: string) => void;
  /** Gets the metrics in the function's output. */
  readonly report: ReportMetric;
  /** Called after each invocation with its duration in milliseconds. */
  readonly measured: (durationMs: number) => void;
}

interface Invocation {
  readonly resolve: (result: string) => void;
  readonly reject: (error: FunctionError) => void;
  readonly account: Account;
}

/**
 * By default V8 lets each thread's young generation grow to 48 MB. What a function makes for one call is small, so this
 * costs no processor time, and saves some 4 MB for each of the many functions.
 */
const YOUNG_GENERATION_MB = 6;

let script: string | undefined;

/** Returns the worker's program as one CommonJS script, so that worker threads need no loader for TypeScript. */
function workerScript(): string {
  script ??= buildSync({
    entryPoints: [fileURLToPath(new URL('worker.ts', import.meta.url))],
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
  }).outputFiles[0]?.text;
  if (script === undefined) throw new Error('esbuild returned no worker script.');
  return script;
}

export class Instance {
  /** True if it takes no more invocations, because the worker ended or an invocation timed out. */
  retired = false;
  readonly #options: InstanceOptions;
  #worker: Worker;
  /** Resolves when the bundle is loaded, or the init phase has ended without that. */
  readonly #initialized: Promise<'loaded' | 'ended'>;
  /** The loading after an init phase that has ended. */
  #loadedAgain: Promise<void> | undefined;
  readonly #invocations = new Map<string, Invocation>();
  /** The bodies of responses that the worker reads chunk by chunk, by call. */
  readonly #bodies = new Map<number, AsyncIterator<Uint8Array>>();
  #crash: Thrown | undefined;
  /** When it was last used, by `performance.now()`. */
  #usedAt: number;
  #idleTimer: NodeJS.Timeout | undefined;

  constructor(options: InstanceOptions) {
    this.#options = options;
    this.#worker = this.#createWorker();
    this.#initialized = this.#initialize();
    // The invocation that awaits it reports the error.
    this.#initialized.catch(() => {});
    this.#usedAt = performance.now();
    this.#endWhenIdle();
  }

  #createWorker(): Worker {
    const { data, environment, log } = this.#options;
    const worker = new Worker(workerScript(), {
      eval: true,
      workerData: data,
      env: environment,
      execArgv: [],
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
      stdout: true,
      stderr: true,
    });
    for (const output of [worker.stdout, worker.stderr]) {
      createInterface({ input: output }).on('line', (line) => log(printedLine(line)));
    }
    return worker;
  }

  get busy(): boolean {
    return this.#invocations.size > 0;
  }

  /**
   * @param event JSON text
   * @param route the route that the invocation is counted for
   * @returns the result as JSON text
   * @throws {FunctionError}
   */
  async invoke(event: string, route: string): Promise<string> {
    const id = randomUUID();
    const account = this.#options.account(route);
    let start: number | undefined;
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise<string>((resolve, reject) => {
        this.#invocations.set(id, { resolve, reject, account });
        const run = async (): Promise<void> => {
          const phase = await this.#initialized;
          const { timeoutMs } = this.#options;
          const deadline = Date.now() + timeoutMs;
          start = performance.now();
          timer = setTimeout(() => this.#timeOut(id), timeoutMs);
          if (phase === 'ended') await (this.#loadedAgain ??= this.#loadAgain());
          this.#send({ type: 'invoke', id, event, deadline });
        };
        run().catch(reject);
      });
    } finally {
      clearTimeout(timer);
      this.#invocations.delete(id);
      this.#usedAt = performance.now();
      if (start !== undefined) {
        const durationMs = performance.now() - start;
        account.addInvocation(durationMs);
        this.#options.measured(durationMs);
      }
      if (this.retired && !this.busy) void this.terminate();
    }
  }

  /** Ends it once its invocations are done. */
  retire(): void {
    this.retired = true;
    if (!this.busy) void this.terminate();
  }

  /** Looks now and then instead of after each invocation, of which there are many. */
  #endWhenIdle(): void {
    const { idleMs } = this.#options;
    const leftMs = this.busy ? idleMs : this.#usedAt + idleMs - performance.now();
    if (leftMs <= 0) this.retire();
    else this.#idleTimer = setTimeout(() => this.#endWhenIdle(), leftMs).unref();
  }

  async terminate(): Promise<void> {
    this.retired = true;
    clearTimeout(this.#idleTimer);
    await this.#worker.terminate();
  }

  async #initialize(): Promise<'loaded' | 'ended'> {
    const { initTimeoutMs, log } = this.#options;
    let timer: NodeJS.Timeout | undefined;
    const ended = new Promise<'ended'>((resolve) => {
      timer = setTimeout(() => resolve('ended'), initTimeoutMs);
    });
    const loaded = this.#load().then(() => 'loaded' as const);
    const phase = await Promise.race([loaded, ended]).finally(() => clearTimeout(timer));
    if (phase === 'ended') {
      log(`The init phase ended after ${initTimeoutMs / 1000} seconds. The first invocation loads the bundle again.`);
      loaded.catch(() => {});
      this.#worker.removeAllListeners();
      await this.#worker.terminate();
    }
    return phase;
  }

  #loadAgain(): Promise<void> {
    this.#worker = this.#createWorker();
    return this.#load();
  }

  /** Resolves when the bundle is loaded, and rejects if it cannot be loaded. */
  #load(): Promise<void> {
    return new Promise((resolve, reject) => {
      const fail = (errorType: string, message: string): void => {
        this.retired = true;
        reject(new FunctionError(errorType, message));
      };

      this.#worker.on('message', (message: FromInstance) => {
        switch (message.type) {
          case 'ready':
            return resolve();
          case 'init-error':
            this.#options.log(message.error.stack);
            return fail(message.error.errorType, message.error.message);
          case 'result':
            return this.#invocations.get(message.id)?.resolve(message.result);
          case 'error':
            this.#options.log(thrownLine(message.error));
            return this.#invocations
              .get(message.id)
              ?.reject(new FunctionError(message.error.errorType, message.error.message));
          case 'request':
            return void this.#respond(message.call, message.request);
          case 'pull':
            return void this.#sendChunk(message.call);
          case 'cancel':
            return this.#cancel(message.call);
          case 'logged':
            if (message.metrics !== undefined) readEmbeddedMetrics(message.metrics, this.#options.report);
            this.#account().addLog(message.bytes);
        }
      });
      this.#worker.on('error', (error: unknown) => {
        const { name = 'Error', message = String(error), stack = message } = error instanceof Error ? error : {};
        this.#crash = { errorType: name, message, stack };
        this.#options.log(stack);
      });
      this.#worker.on('exit', (code) => {
        this.retired = true;
        for (const body of this.#bodies.keys()) this.#cancel(body);
        const { errorType, message } = this.#crash ?? {
          errorType: 'Runtime.ExitError',
          message: `The runtime exited with status ${code}.`,
        };
        const ended = new FunctionError(errorType, message);
        reject(ended);
        for (const { reject: rejectInvocation } of this.#invocations.values()) rejectInvocation(ended);
      });
    });
  }

  async #respond(call: number, request: PortRequest): Promise<void> {
    const { body, ...response } = await this.#options.call(request, this.#account());
    if (body instanceof Readable) this.#bodies.set(call, body[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>);
    this.#send({
      type: 'response',
      call,
      response: { ...response, body: body instanceof Readable ? undefined : body },
    });
  }

  /** Sends the next chunk of a body, so that no more than one is in memory. */
  async #sendChunk(call: number): Promise<void> {
    try {
      const next = await this.#bodies.get(call)?.next();
      if (next && !next.done) return this.#send({ type: 'chunk', call, chunk: next.value });
      this.#bodies.delete(call);
      this.#send({ type: 'chunk', call });
    } catch {
      this.#bodies.delete(call);
      this.#send({ type: 'chunk', call, failed: true });
    }
  }

  /** Ends a body that is read no further, which closes its file. */
  #cancel(call: number): void {
    void this.#bodies.get(call)?.return?.();
    this.#bodies.delete(call);
  }

  /**
   * Returns the account for the function's current work. Calls do not say which invocation makes them: following that
   * through promises (AsyncLocalStorage) costs a fifth of the SDK's CPU time in Node 20.
   */
  #account(): Account {
    let found: Account | undefined;
    for (const { account } of this.#invocations.values()) {
      if (found && found !== account) return this.#options.account(SEVERAL_ROUTES);
      found = account;
    }
    return found ?? this.#options.account(NO_ROUTE);
  }

  #send(message: ToInstance): void {
    this.#worker.postMessage(message);
  }

  /** Fails one invocation. In Lambda the others have their own instances, so they may finish before the thread ends. */
  #timeOut(id: string): void {
    this.retired = true;
    const message = `Task timed out after ${(this.#options.timeoutMs / 1000).toFixed(2)} seconds`;
    this.#options.log(message);
    this.#invocations.get(id)?.reject(new FunctionError('Sandbox.Timedout', message));
  }
}
