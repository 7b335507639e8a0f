/** The files of a worker share the mocks of AWS: each begins with mocks that answer nothing and have seen nothing. */

import { afterAll, vi } from 'vitest';
import { cognito, dynamo, gateway } from './support/aws.ts';
import { noteCallsOfFile } from './support/record-calls.ts';

for (const mock of [dynamo, cognito, gateway]) mock.reset();
afterAll(noteCallsOfFile);

// Who has loaded the mocked module before, or loads it later, would not get what the file means.
vi.doMock = () => {
  throw new Error(
    'A test that mocks a module needs modules of its own. Leave it to the project `fresh` in vitest.config.ts.',
  );
};
