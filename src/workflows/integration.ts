import { script } from './shell';
import { IMAGES } from './tools';
import type { ServiceContainer } from './workflow';

const health = (command: string): string =>
  `--health-cmd "${command}" --health-interval 2s --health-timeout 5s --health-retries 60`;

/** What integration tests find at localhost. Kafka runs as its image is: one broker and no TLS. */
export const DATA_SERVICES: Readonly<Record<string, ServiceContainer>> = {
  postgres: {
    image: IMAGES.postgres,
    env: { POSTGRES_HOST_AUTH_METHOD: 'trust' },
    ports: ['5432:5432'],
    options: health('pg_isready --username postgres'),
  },
  redis: { image: IMAGES.redis, ports: ['6379:6379'], options: health('redis-cli ping') },
  kafka: {
    image: IMAGES.kafka,
    ports: ['9092:9092'],
    options: health('/opt/kafka/bin/kafka-broker-api-versions.sh --bootstrap-server localhost:9092'),
  },
};

/** Where tests find them. The last two are what a program must understand, absent in a cluster: plain instead of TLS. */
export const DATA_VARIABLES = {
  DATABASE_URL: 'postgresql://postgres@localhost:5432/postgres',
  REDIS_URL: 'redis://localhost:6379',
  KAFKA_BROKERS: 'localhost:9092',
  KAFKA_SECURITY_PROTOCOL: 'PLAINTEXT',
  REDIS_TLS: 'false',
} as const;

/** Installs programs of Go into a folder of the job; what an exact version is, Go's checksum database says. */
export function goTools(...modules: readonly string[]): ReturnType<typeof script> {
  return script`
    for module in ${modules.join(' ')}; do
      GOBIN="$RUNNER_TEMP/bin" go install "$module"
    done
  `;
}
