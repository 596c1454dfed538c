import { topicPublished } from '../../../src/checks/references/topic-published';
import { judgeTable } from '../judging';

judgeTable(topicPublished, {
  'accepts topics of KafkaTopics, and what somebody says': {
    given: [
      'kafka.strimzi.io/v1 KafkaTopic kafka/b',
      'apps/v1 Deployment shop/lake metadata: {annotations: {chartwright.dev/published-outside: "c, d"}}',
      'keda.sh/v1alpha1 ScaledObject shop/web spec: {scaleTargetRef: {name: web}, triggers: [{type: apache-kafka, metadata: {topic: b}}, {type: kafka, metadata: {topic: d}}]}',
    ],
  },
  'takes the environment of other workloads for a sign where nobody says what is published': {
    given: [
      'apps/v1 Deployment shop/orders spec: {template: {spec: {containers: [{name: o, env: [{name: TOPIC_A, value: a}]}]}}}',
      'keda.sh/v1alpha1 ScaledObject shop/web spec: {scaleTargetRef: {name: web}, triggers: [{type: kafka, metadata: {topic: a}}]}',
    ],
  },
  'accepts what collectors send to one another': {
    given: [
      'opentelemetry.io/v1beta1 OpenTelemetryCollector shop/a spec: {config: {exporters: {kafka: {logs: {topic: otlp.logs}}}}}',
      'opentelemetry.io/v1beta1 OpenTelemetryCollector shop/b spec: {config: {receivers: {kafka/in: {logs: {topics: [otlp.logs]}}}}}',
    ],
  },
  'finds a topic that only its consumer knows': {
    given: [
      'apps/v1 Deployment shop/web spec: {template: {spec: {containers: [{name: o, env: [{name: TOPIC_A, value: a}]}]}}}',
      'keda.sh/v1alpha1 ScaledObject shop/web spec: {scaleTargetRef: {name: web}, triggers: [{type: kafka, metadata: {topic: a}}]}',
      'opentelemetry.io/v1beta1 OpenTelemetryCollector shop/b spec: {config: {receivers: {kafka: {logs: {topics: [otlp.logs]}}}}}',
    ],
    found: [
      'OpenTelemetryCollector b spec.config.receivers["kafka"]: consumes topic otlp.logs, which nobody else publishes: expected a',
      'ScaledObject web spec.triggers[0].metadata.topic: consumes topic a, which nobody else publishes: there is none',
    ],
  },
});
