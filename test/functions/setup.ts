/** The files of a worker share the mocks of AWS: each begins with mocks that answer nothing and have seen nothing. */

import { cognito, dynamo, gateway } from './support/aws.ts';

for (const mock of [dynamo, cognito, gateway]) mock.reset();
