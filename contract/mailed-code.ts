/** The code that a mail carries to confirm an address or to choose a new password with. */

export const CODE_DIGITS = 6;

export const CODE = new RegExp(`^[0-9]{${CODE_DIGITS}}$`);
