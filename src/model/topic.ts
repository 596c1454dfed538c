import type { Duration } from './duration';
import type { Team } from './team';

/** A Kafka topic on MSK. */
export interface Topic {
  readonly kind: 'topic';
  readonly name: string;
  readonly owner: Team;
  /** Only grows: Kafka cannot take partitions back. */
  readonly partitions: Readonly<Record<string, number>>;
  readonly retention: Duration;
  /** Written by something outside this fleet, such as the data lake; otherwise some microservice must publish it. */
  readonly publishedOutside?: string;
}

/** How a microservice reads a topic. */
export interface Consume {
  readonly kind: 'consume';
  readonly topic: Topic;
  /** Consumer group. @default the microservice's name */
  readonly group?: string;
  /** Records that one replica may lag behind before another is started. @default 100 */
  readonly lagPerReplica: number;
  readonly only?: readonly string[];
}

/** Reads a topic with other than the default settings. */
export function consume(topic: Topic, options: Partial<Omit<Consume, 'kind' | 'topic'>> = {}): Consume {
  return { kind: 'consume', topic, lagPerReplica: 100, ...options };
}
