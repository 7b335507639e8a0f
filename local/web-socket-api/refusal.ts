/** A handshake that fails with a status instead of 101. */
export interface Refusal {
  readonly statusCode: number;
  readonly message: string;
}

export function refused(statusCode: number, message: string): { readonly refusal: Refusal } {
  return { refusal: { statusCode, message } };
}
