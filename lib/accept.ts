/**
 * Why a construct departs from a rule of cdk-nag, said beside it. The CDK keeps the reason with the construct, where
 * cdk-nag finds it: the template and its logical ids stay as they are, and deploying needs no cdk-nag.
 * test/lib/nag.test.ts fails for a finding without a reason, and for a reason without a finding.
 */
import { Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * Accepts findings on the construct and all within it.
 * @param reasons by the id of the finding
 */
export function accept(construct: IConstruct, reasons: Readonly<Record<string, string>>): void {
  const rules = Object.entries(reasons).map(([id, reason]) => ({ id, reason }));
  Validations.of(construct).acknowledge(...rules);
}

/** Accepts that a policy within the construct names this resource by a pattern. */
export function acceptPattern(construct: IConstruct, resource: string, reason: string): void {
  accept(construct, { [`AwsSolutions-IAM5[Resource::${flat(Stack.of(construct).resolve(resource))}]`]: reason });
}

/** Writes a value's references as cdk-nag does in the ids of findings: `<Files.Arn>/kept/*`. */
function flat(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const [[intrinsic, argument] = ['', undefined]] = Object.entries(value);
  if (intrinsic === 'Fn::Join') {
    const [separator, parts] = argument as [string, readonly unknown[]];
    return parts.map(flat).join(separator);
  }
  return `<${[argument].flat().join('.')}>`;
}
