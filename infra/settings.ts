import type { EnvironmentName } from '../charts/environments';
import { SIGN_ON } from '../charts/platform/sign-on';

/** What an environment costs and keeps: sizes, how long, and who is told. Everything else is derived from the fleet. */
export interface Settings {
  /** Letters of three zones. AWS gives each account letters of its own, and some zones lack services. */
  readonly zones: readonly [string, string, string];
  /** One gateway is cheaper; one in each zone survives the loss of a zone. */
  readonly natGateways: 'one' | 'each-zone';
  /** True where losing data or names costs customers: protection from deletion, final snapshots, long recovery. */
  readonly keeps: boolean;
  /** Days for which logs are kept. */
  readonly logDays: 7 | 30 | 90 | 365;
  /** Name of the IAM role, path included, whose holders administer the cluster. */
  readonly administrators: string;
  /** Where alarms are mailed to. */
  readonly alarmMail: string;
  readonly systemNodes: { readonly instanceType: string; readonly count: number };
  readonly database: DatabaseSettings;
  readonly cache: { readonly nodeType: string; readonly replicas: number; readonly snapshotDays: number };
  readonly kafka: { readonly instanceType: BrokerType; readonly volumeGiB: number };
  readonly gateway: GatewaySettings;
}

/** Size of each Aurora cluster, in capacity units of 2 GiB. */
export interface DatabaseSettings {
  readonly minCapacity: number;
  readonly maxCapacity: number;
  /** Instances beside the writer, ready to take over. */
  readonly readers: number;
  readonly backupDays: number;
}

/** What API Gateway lets in. */
export interface GatewaySettings {
  /** Requests a second; the account's own limit must be at least as high. */
  readonly rate: number;
  readonly burst: number;
  /** Pages that browsers may call from. */
  readonly origins: readonly string[];
  /** Who signs the tokens, and for whom. */
  readonly tokens: { readonly issuer: string; readonly audiences: readonly string[] };
  /** Latency, 99 of 100 requests, above which somebody is told. */
  readonly slowMilliseconds: number;
}

/** Brokers by the replicas of partitions that AWS recommends each to hold at the most. */
export const BROKER_PARTITIONS = { 'kafka.t3.small': 300, 'kafka.m7g.large': 1000, 'kafka.m7g.xlarge': 1000 } as const;
export type BrokerType = keyof typeof BROKER_PARTITIONS;

const ZONES = ['a', 'b', 'c'] as const;
const ADMINISTRATORS = 'platform-administrators';
const MAIL = 'platform-alarms@shop.example';
const tokens = { issuer: SIGN_ON.issuer, audiences: ['shop'] };

/** A new environment fails to compile here until its size is decided. */
export const settings: Readonly<Record<EnvironmentName, Settings>> = {
  dev: {
    zones: ZONES,
    natGateways: 'one',
    keeps: false,
    logDays: 7,
    administrators: ADMINISTRATORS,
    alarmMail: MAIL,
    systemNodes: { instanceType: 'm7i.large', count: 2 },
    database: { minCapacity: 0.5, maxCapacity: 4, readers: 0, backupDays: 1 },
    cache: { nodeType: 'cache.t4g.small', replicas: 0, snapshotDays: 0 },
    kafka: { instanceType: 'kafka.t3.small', volumeGiB: 50 },
    gateway: {
      rate: 500,
      burst: 250,
      origins: ['https://www.dev.shop.example', 'http://localhost:3000'],
      tokens,
      slowMilliseconds: 3000,
    },
  },
  staging: {
    zones: ZONES,
    natGateways: 'one',
    keeps: false,
    logDays: 30,
    administrators: ADMINISTRATORS,
    alarmMail: MAIL,
    systemNodes: { instanceType: 'm7i.large', count: 3 },
    database: { minCapacity: 1, maxCapacity: 8, readers: 1, backupDays: 7 },
    cache: { nodeType: 'cache.t4g.medium', replicas: 1, snapshotDays: 1 },
    kafka: { instanceType: 'kafka.m7g.large', volumeGiB: 250 },
    gateway: {
      rate: 5_000,
      burst: 2_500,
      origins: ['https://www.staging.shop.example'],
      tokens,
      slowMilliseconds: 2000,
    },
  },
  production: {
    zones: ZONES,
    natGateways: 'each-zone',
    keeps: true,
    logDays: 90,
    administrators: ADMINISTRATORS,
    alarmMail: MAIL,
    systemNodes: { instanceType: 'm7i.xlarge', count: 3 },
    database: { minCapacity: 4, maxCapacity: 64, readers: 2, backupDays: 30 },
    cache: { nodeType: 'cache.r7g.large', replicas: 2, snapshotDays: 7 },
    kafka: { instanceType: 'kafka.m7g.xlarge', volumeGiB: 1000 },
    // for hundreds of thousands of concurrent calls the account's limits are raised first
    gateway: {
      rate: 100_000,
      burst: 50_000,
      origins: ['https://www.shop.example'],
      tokens,
      slowMilliseconds: 1500,
    },
  },
};

/** Versions of what AWS runs for us; newer ones are a change like any other, tried in dev first. */
export const ENGINES = {
  postgres: { version: '17.5', family: 'aurora-postgresql17' },
  redis: '7.1',
  kafka: '3.9.x.kraft',
} as const;
