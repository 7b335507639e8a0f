/** What a CloudFormation change set would do to the resources of a stack, and what a deployment must not do. */

interface ResourceChange {
  readonly Action: string;
  readonly LogicalResourceId: string;
  readonly ResourceType: string;
  /** Of a modification: `True`, `False` or `Conditional`. */
  readonly Replacement?: string;
}

/**
 * What DescribeChangeSet answers:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeChangeSet.html
 */
export interface ChangeSet {
  readonly Changes?: readonly { readonly ResourceChange?: ResourceChange }[];
}

export interface Review {
  /** One line for each resource that is replaced or removed, or may be. */
  readonly lines: readonly string[];
  /** Those lines of which the deployment must be refused. */
  readonly refused: readonly string[];
}

/** What holds data, or what all keys derive from: a new one would be empty. */
const HOLDS_DATA = /^AWS::(DynamoDB::(Global)?Table|Cognito::UserPool|S3::Bucket|SecretsManager::Secret)$/;

export function reviewChangeSet({ Changes = [] }: ChangeSet): Review {
  const changes = Changes.flatMap(({ ResourceChange }) => ResourceChange ?? []);
  const added = new Set(changes.filter(({ Action }) => Action === 'Add').map(({ ResourceType }) => ResourceType));
  const losses = changes.flatMap((change) => {
    const loss = lossOf(change, added);
    return loss === undefined
      ? []
      : [{ line: `${change.LogicalResourceId} (${change.ResourceType}) ${loss.what}`, refused: loss.refused }];
  });
  return {
    lines: losses.map(({ line }) => line),
    refused: losses.filter(({ refused }) => refused).map(({ line }) => line),
  };
}

/** @param added the types of which a resource is added */
function lossOf(
  { Action, ResourceType, Replacement }: ResourceChange,
  added: ReadonlySet<string>,
): { readonly what: string; readonly refused: boolean } | undefined {
  const holdsData = HOLDS_DATA.test(ResourceType);
  if (Action === 'Remove') {
    // A resource whose logical id changed is removed under the old one and added, empty, under the new one.
    const moved = added.has(ResourceType);
    return { what: moved ? 'is removed, and another one is added' : 'is removed', refused: holdsData && moved };
  }
  if (Replacement === 'True') return { what: 'is replaced', refused: holdsData };
  // CloudFormation finds out while it updates, which is too late.
  if (Replacement === 'Conditional') return { what: 'may be replaced', refused: holdsData };
  return undefined;
}
