/** The settings of the assembly that all tests share, as `npm start` takes them from the environment. */
export const TEST_SETTINGS = {
  // Tests write faster than people do, and all from one address.
  SENDS_PER_MINUTE: '0',
  CONVERSATIONS_PER_HOUR: '0',
  MAILS_PER_HOUR: '0',
  // No push service but the local one, which is added to these.
  PUSH_HOSTS: 'push.invalid',
};
