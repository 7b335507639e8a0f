/** Reads a stream of bytes by lines, by counts and up to a delimiter, and holds no more of it than one chunk. */
export class ByteReader {
  readonly #source: AsyncIterator<Uint8Array>;
  readonly #ended: () => Error;
  #buffer: Buffer = Buffer.alloc(0);

  /** @param ended creates the error for a stream that ends too early, and for a line that is too long */
  constructor(source: AsyncIterable<Uint8Array>, ended: () => Error) {
    this.#source = source[Symbol.asyncIterator]();
    this.#ended = ended;
  }

  /**
   * Returns the text up to the next line end, which is passed over.
   * @param maxBytes the most bytes that the line may have
   */
  async line(maxBytes: number): Promise<string> {
    const bytes: Uint8Array[] = [];
    let length = 0;
    for await (const part of this.until('\r\n')) {
      length += part.length;
      if (length > maxBytes) throw this.#ended();
      bytes.push(part);
    }
    return Buffer.concat(bytes).toString();
  }

  /** Yields exactly this number of bytes. */
  async *take(count: number): AsyncGenerator<Uint8Array> {
    for (let left = count; left > 0;) {
      if (this.#buffer.length === 0) await this.#fill();
      const part = this.#buffer.subarray(0, left);
      this.#buffer = this.#buffer.subarray(part.length);
      left -= part.length;
      yield part;
    }
  }

  /** Yields the bytes before the next delimiter, which is passed over. */
  async *until(delimiter: string): AsyncGenerator<Uint8Array> {
    for (;;) {
      const found = this.#buffer.indexOf(delimiter);
      // The end of the buffer may be the beginning of a delimiter.
      const safe = found >= 0 ? found : Math.max(0, this.#buffer.length - delimiter.length + 1);
      const part = this.#buffer.subarray(0, safe);
      this.#buffer = this.#buffer.subarray(found >= 0 ? found + delimiter.length : safe);
      if (part.length > 0) yield part;
      if (found >= 0) return;
      await this.#fill();
    }
  }

  /** Reads and drops everything that is left. */
  async drain(): Promise<void> {
    this.#buffer = Buffer.alloc(0);
    while (!(await this.#source.next()).done);
  }

  async #fill(): Promise<void> {
    const next = await this.#source.next();
    if (next.done) throw this.#ended();
    const chunk = Buffer.from(next.value.buffer, next.value.byteOffset, next.value.byteLength);
    this.#buffer = this.#buffer.length === 0 ? chunk : Buffer.concat([this.#buffer, chunk]);
  }
}
