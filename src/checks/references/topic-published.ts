import type { ScaledObject } from '../../../imports/keda';
import type { Check } from '../check';
import { claimed } from '../tree/claimed';
import { collectorsOf, pathIn } from './collector-config';
import { containersOf, podTemplates } from '../tree/pods';
import { namespaceOf } from '../tree/tree';
import type { Located, Tree } from '../tree/tree';
import { expected } from './valid';

/** Where a workload or a topic says what it publishes, comma-separated. */
export const PUBLISHES = 'chartwright.dev/publishes';

/** Where a workload says which of its topics come from outside of the cluster, comma-separated. */
export const PUBLISHED_OUTSIDE = 'chartwright.dev/published-outside';

/** Somebody publishes what is consumed. */
export const topicPublished: Check = {
  id: 'topic-published',
  severity: 'error',
  what: 'The topic of every Kafka trigger and receiver is published or declared by somebody else of the tree.',
  why: 'A consumer of a misspelled topic has no lag: it is scaled down and waits, while messages pile up elsewhere.',
  remediation: `Consume a topic that somebody says to publish: annotation ${PUBLISHES} or ${PUBLISHED_OUTSIDE}, or a KafkaTopic.`,
  peers: [],
  source: 'https://keda.sh/docs/latest/scalers/apache-kafka/',
  run: (tree, report) => {
    const publishers = publishersOf(tree);
    const judge = (at: Located, path: string, topic: string, consumer: string): void => {
      const published = (name: string): boolean => [...(publishers.get(name) ?? [])].some((by) => by !== consumer);
      if (!published(topic)) {
        const topics = expected([...publishers.keys()].filter(published));
        report(at, path, `consumes topic ${topic}, which nobody else publishes: ${topics}`);
      }
    };
    for (const at of tree.ofKind('ScaledObject')) {
      const { triggers = [], scaleTargetRef } = claimed<ScaledObject>(at).spec ?? {};
      triggers.forEach(({ type, metadata }, index) => {
        if (/^(apache-)?kafka$/.test(type ?? '') && metadata?.topic !== undefined)
          judge(
            at,
            `spec.triggers[${index}].metadata.topic`,
            metadata.topic,
            `${namespaceOf(at)}/${scaleTargetRef?.name ?? ''}`,
          );
      });
    }
    for (const collector of collectorsOf(tree))
      for (const [name, receiver] of Object.entries(collector.config.receivers ?? {}))
        if (name.split('/')[0] === 'kafka')
          for (const topic of topicsIn(receiver))
            judge(collector.at, pathIn(collector, `receivers["${name}"]`), topic, keyOf(collector.at));
  },
};

const keyOf = (at: Located): string => `${namespaceOf(at)}/${at.manifest.metadata.name}`;

/** Who has a topic: an annotation, a KafkaTopic, a collector's exporter, or a workload that is given its name. */
function publishersOf(tree: Tree): ReadonlyMap<string, ReadonlySet<string>> {
  const publishers = new Map<string, Set<string>>();
  const add = (topic: string, publisher: string): void => {
    publishers.set(topic, (publishers.get(topic) ?? new Set()).add(publisher));
  };
  for (const at of tree.located) {
    const annotations: Readonly<Partial<Record<string, string>>> | undefined = at.manifest.metadata.annotations;
    if (!annotations) continue;
    // who says so publishes even what it consumes itself
    for (const annotation of [PUBLISHES, PUBLISHED_OUTSIDE])
      for (const topic of annotations[annotation]?.split(',') ?? []) add(topic.trim(), annotation);
  }
  const said = publishers.size > 0;
  for (const at of tree.ofKind('KafkaTopic')) {
    const { topicName } = (at.manifest.spec ?? {}) as { topicName?: string };
    add(topicName ?? at.manifest.metadata.name, 'KafkaTopic');
  }
  for (const { at, config } of collectorsOf(tree))
    for (const [name, exporter] of Object.entries(config.exporters ?? {}))
      if (name.split('/')[0] === 'kafka') for (const topic of topicsIn(exporter)) add(topic, keyOf(at));
  // consumers are given the names of topics as well, so that tells only where nobody says what is published
  for (const pod of said ? [] : podTemplates(tree))
    for (const { container } of containersOf(pod))
      for (const { name, value } of container.env ?? [])
        if (name.startsWith('TOPIC_') && value !== undefined) add(value, keyOf(pod.at));
  return publishers;
}

/** `topic` and `topics` of the signals of a Kafka component. */
function topicsIn(settings: unknown): readonly string[] {
  if (typeof settings !== 'object' || settings === null) return [];
  return Object.entries(settings).flatMap(([key, value]) => {
    if (key === 'topic' || key === 'topics') return [value].flat().map(String);
    return topicsIn(value);
  });
}
