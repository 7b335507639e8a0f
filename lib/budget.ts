/** A budget of the account: its owner is mailed before a month costs more than was planned. */
import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import type { Construct } from 'constructs';
import { SettingError, type Settings } from './settings.ts';

/**
 * Makes a budget over all that the account costs: a part of it has a cost of its own only where tags are activated for
 * billing. AWS looks at the costs some times a day, so a budget bounds nothing by itself.
 * https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-managing-costs.html
 * @throws {SettingError} if nobody would be mailed
 */
export function addBudget(scope: Construct, { monthlyBudget, alarmEmail }: Settings): void {
  if (monthlyBudget === 0) return;
  if (alarmEmail === undefined) throw new SettingError('The setting monthlyBudget needs alarmEmail, which is mailed.');
  const mailed = (notificationType: 'ACTUAL' | 'FORECASTED', threshold: number) => ({
    notification: { notificationType, comparisonOperator: 'GREATER_THAN', threshold, thresholdType: 'PERCENTAGE' },
    subscribers: [{ subscriptionType: 'EMAIL', address: alarmEmail }],
  });
  new CfnBudget(scope, 'Budget', {
    budget: { budgetType: 'COST', timeUnit: 'MONTHLY', budgetLimit: { amount: monthlyBudget, unit: 'USD' } },
    notificationsWithSubscribers: [mailed('ACTUAL', 80), mailed('FORECASTED', 100)],
  });
}
