/**
 * In the bundle, stands in place of the SDK's cache of discovered endpoints, which DynamoDB's client creates
 * and never uses.
 */

export class EndpointCache {}
