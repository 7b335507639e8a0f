/** Sequence numbers of stream records: ascending strings of 21 digits that begin with the epoch millisecond. */
const COUNTER_DIGITS = 8;

export class SequenceNumbers {
  #millisecond = 0;
  #count = 0;

  /** Continues after a number that was issued before, even if the clock has been set back since. */
  continueAfter(number: string): void {
    const millisecond = Number(number.slice(0, -COUNTER_DIGITS));
    if (millisecond < this.#millisecond) return;
    const count = Number(number.slice(-COUNTER_DIGITS));
    this.#count = millisecond > this.#millisecond ? count : Math.max(count, this.#count);
    this.#millisecond = millisecond;
  }

  next(): string {
    const now = Date.now();
    if (now > this.#millisecond) {
      this.#millisecond = now;
      this.#count = 0;
    } else {
      this.#count += 1;
    }
    return `${this.#millisecond}${String(this.#count).padStart(COUNTER_DIGITS, '0')}`;
  }
}
