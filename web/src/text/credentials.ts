/** What is wrong with what was typed, told before it is sent; the server says it again with the same rules. */

export function userNameProblem(text: string): string | undefined {
  if (text === '') return 'Enter a user name.';
  if (text.length < 3) return 'Use at least 3 characters.';
  if (text.length > 30) return 'Use at most 30 characters.';
  if (!/^[a-z0-9]/.test(text)) return 'Begin with a letter or a digit.';
  if (!/^[a-z0-9_-]+$/.test(text)) return 'Use only a to z, 0 to 9, - and _.';
  return undefined;
}

export function emailProblem(text: string): string | undefined {
  if (text.trim() === '') return 'Enter your e-mail address.';
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text.trim()) ? undefined : 'This does not look like an e-mail address.';
}

export function newPasswordProblem(text: string): string | undefined {
  if (text === '') return 'Choose a password.';
  if (text.length < 12) return `Use at least 12 characters; these are ${text.length}.`;
  return text.length > 128 ? 'Use at most 128 characters.' : undefined;
}

export function codeProblem(text: string): string | undefined {
  return /^[0-9]{6}$/.test(text) ? undefined : 'Enter the six digits of the mail.';
}
