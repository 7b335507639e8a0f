/** The files of a worker share the mocks of AWS: each begins with mocks that answer nothing and have seen nothing. */

import { afterAll } from 'vitest';
import { cognito, dynamo, gateway } from './support/aws.ts';
import { noteCallsOfFile } from './support/record-calls.ts';

for (const mock of [dynamo, cognito, gateway]) mock.reset();
afterAll(noteCallsOfFile);
