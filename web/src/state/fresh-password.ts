/**
 * The password that was just typed, in memory only, so that confirming the address signs in without asking for it
 * again. It is handed out once, and gone with the page.
 */
let fresh: { username: string; password: string } | undefined;

export function rememberPassword(username: string, password: string): void {
  fresh = { username, password };
}

export function takePassword(username: string): string | undefined {
  const password = fresh?.username === username ? fresh.password : undefined;
  fresh = undefined;
  return password;
}
