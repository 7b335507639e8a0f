/** What people do on average. `scaling.ts` asks how many can at once, `bill/month.ts` what it costs in a month. */
export const PROFILE = {
  /** Messages that a connected person sends, in an hour. */
  messagesPerHour: 6,
  /** Between two pings of a socket: `client/live-socket.ts`. */
  secondsPerPing: 270,
  /** A socket lives two hours at most, so each person opens one as often, and the gateway closes one. */
  secondsPerSocket: 2 * 60 * 60,
} as const;
