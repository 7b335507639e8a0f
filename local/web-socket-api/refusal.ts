/** A handshake that fails with a status instead of 101. */
export interface Refusal {
  readonly statusCode: number;
  readonly message: string;
  /** True if the function of `$connect` failed or refused, and not the gateway before it. */
  readonly byIntegration?: boolean;
}

export function refused(statusCode: number, message: string): { readonly refusal: Refusal } {
  return { refusal: { statusCode, message } };
}
