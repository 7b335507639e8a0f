/** The packs of cdk-nag, which also record what they find where it is accepted, and the reasons beside constructs. */
import { type Stack, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, type IApplyRule, NagRuleCompliance, ServerlessChecks } from 'cdk-nag';

/** A finding, or a reason for one. */
export interface Finding {
  /** Path of the construct. */
  readonly path: string;
  /** Such as `AwsSolutions-S1`, or `AwsSolutions-IAM5[Action::s3:List*]`. */
  readonly id: string;
}

export class Solutions extends AwsSolutionsChecks {
  readonly found: Finding[] = [];

  protected override applyRule(params: IApplyRule): void {
    super.applyRule(recorded(params, this.packName, this.found));
  }
}

export class Serverless extends ServerlessChecks {
  readonly found: Finding[] = [];

  protected override applyRule(params: IApplyRule): void {
    super.applyRule(recorded(params, this.packName, this.found));
  }
}

/** Makes the rule record what it finds. A rule that throws has found something, as cdk-nag sees it. */
function recorded(params: IApplyRule, pack: string, found: Finding[]): IApplyRule {
  const { rule, ruleSuffixOverride = rule.name } = params;
  const record = (suffix = ''): void => {
    found.push({ path: params.node.node.path, id: `${pack}-${ruleSuffixOverride}${suffix}` });
  };
  return {
    ...params,
    ruleSuffixOverride,
    rule: (node) => {
      try {
        const result = rule(node);
        if (Array.isArray(result)) for (const each of result) record(`[${each}]`);
        else if (result === NagRuleCompliance.NON_COMPLIANT) record();
        return result;
      } catch (error) {
        record();
        throw error;
      }
    },
  };
}

/** The reasons beside the constructs of a stack. */
export const reasonsIn = (stack: Stack): Finding[] =>
  stack.node.findAll().flatMap(({ node }) =>
    node.metadata
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) => Object.keys(data as object))
      .map((id) => ({ path: node.path, id: id.replace(/^annotation::/i, '') })),
  );
