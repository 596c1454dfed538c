import type { ComponentResourceOptions, CustomResourceOptions, Input } from '@pulumi/pulumi';
import { MetricAlarm } from '@pulumi/aws/cloudwatch';
import { Topic, TopicPolicy, TopicSubscription } from '@pulumi/aws/sns';
import type { Keys } from './keys';
import { Part } from './part';
import type { Site } from './part';
import { policyDocument } from './policies';

/** Metrics of one thing, by their names in CloudWatch. */
export interface Watched {
  readonly namespace: string;
  readonly dimensions: Readonly<Record<string, Input<string>>>;
}

/** Minutes out of ten that must be bad before somebody is woken. */
const MINUTES = { evaluationPeriods: 10, datapointsToAlarm: 5 } as const;

/** Alarms of CloudWatch for what Prometheus cannot see, and where they are told. */
export class Alarms extends Part {
  private readonly topic: Topic;

  constructor({ environment, settings }: Site, keys: Keys, options: ComponentResourceOptions) {
    super('alarms', options);
    this.topic = new Topic('alarms', { kmsMasterKeyId: keys.of.messages.arn }, this.inside);
    const policy = this.topic.arn.apply((arn) =>
      policyDocument({
        Effect: 'Allow',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Action: 'sns:Publish',
        Resource: arn,
        Condition: { StringEquals: { 'aws:SourceAccount': environment.account } },
      }),
    );
    new TopicPolicy('alarms', { arn: this.topic.arn, policy }, this.inside);
    new TopicSubscription(
      'alarms',
      { topic: this.topic.arn, protocol: 'email', endpoint: settings.alarmMail },
      this.inside,
    );
  }

  /** Tells when one metric is above a threshold. */
  above(
    name: string,
    watched: Watched & {
      readonly metric: string;
      /** `p99`, or one of CloudWatch's own such as `Maximum`. */
      readonly statistic: string;
      readonly threshold: number;
      readonly why: string;
    },
    inside: CustomResourceOptions,
  ): void {
    const { namespace, dimensions, metric, statistic, threshold, why } = watched;
    new MetricAlarm(
      name,
      {
        ...this.common(why),
        namespace,
        dimensions,
        metricName: metric,
        ...(statistic.startsWith('p') ? { extendedStatistic: statistic } : { statistic }),
        period: 60,
        threshold,
      },
      inside,
    );
  }

  /** Tells when one count is more than some percent of another. */
  share(
    name: string,
    watched: Watched & {
      readonly bad: string;
      readonly all: string;
      readonly percent: number;
      readonly why: string;
    },
    inside: CustomResourceOptions,
  ): void {
    const { namespace, dimensions, bad, all, percent, why } = watched;
    const count = (id: string, metricName: string) => ({
      id,
      metric: { namespace, metricName, dimensions, stat: 'Sum', period: 60 },
    });
    new MetricAlarm(
      name,
      {
        ...this.common(why),
        metricQueries: [
          count('bad', bad),
          count('every', all),
          { id: 'share', expression: '100 * bad / every', label: `percent ${bad}`, returnData: true },
        ],
        threshold: percent,
      },
      inside,
    );
  }

  private common(alarmDescription: string) {
    return {
      alarmDescription,
      comparisonOperator: 'GreaterThanThreshold',
      ...MINUTES,
      // no requests are no failures
      treatMissingData: 'notBreaching',
      alarmActions: [this.topic.arn],
      okActions: [this.topic.arn],
    };
  }
}
