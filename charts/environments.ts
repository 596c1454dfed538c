import type { EnvironmentSettings } from '../src/model/environment';
import { vocabulary } from '../src/model/vocabulary';

/** Where the fleet runs. A new environment fails to compile wherever a value for it is missing. */
export const environments = {
  dev: {
    name: 'dev',
    account: '111111111111',
    region: 'eu-central-1',
    cluster: 'shop-dev',
    kubernetes: '1.35',
    domain: 'dev.shop.example',
    privateZone: 'dev.shop.internal',
    highlyAvailable: false,
    traceSampling: { sent: 1, kept: 1 },
    network: {
      vpc: '10.10.0.0/16',
      internet: ['10.10.132.0/24'],
      pods: ['10.10.0.0/17'],
      data: ['10.10.192.0/20', '10.10.208.0/20', '10.10.224.0/20'],
      loadBalancers: ['10.10.128.0/24', '10.10.129.0/24', '10.10.130.0/24'],
      apiServer: ['10.10.131.0/24'],
    },
    gitops: { repoURL: 'https://github.com/shop-example/gitops.git', revision: 'refs/heads/main', path: 'dev' },
  },
  staging: {
    name: 'staging',
    account: '222222222222',
    region: 'eu-central-1',
    cluster: 'shop-staging',
    kubernetes: '1.35',
    domain: 'staging.shop.example',
    privateZone: 'staging.shop.internal',
    highlyAvailable: true,
    traceSampling: { sent: 1, kept: 0.5 },
    network: {
      vpc: '10.20.0.0/16',
      internet: ['10.20.132.0/24'],
      pods: ['10.20.0.0/17'],
      data: ['10.20.192.0/20', '10.20.208.0/20', '10.20.224.0/20'],
      loadBalancers: ['10.20.128.0/24', '10.20.129.0/24', '10.20.130.0/24'],
      apiServer: ['10.20.131.0/24'],
    },
    gitops: { repoURL: 'https://github.com/shop-example/gitops.git', revision: 'refs/heads/main', path: 'staging' },
  },
  production: {
    name: 'production',
    account: '333333333333',
    region: 'eu-central-1',
    cluster: 'shop-production',
    kubernetes: '1.35',
    domain: 'shop.example',
    privateZone: 'production.shop.internal',
    highlyAvailable: true,
    traceSampling: { sent: 0.5, kept: 0.1 },
    network: {
      vpc: '10.30.0.0/16',
      internet: ['10.30.132.0/24'],
      pods: ['10.30.0.0/17'],
      data: ['10.30.192.0/20', '10.30.208.0/20', '10.30.224.0/20'],
      loadBalancers: ['10.30.128.0/24', '10.30.129.0/24', '10.30.130.0/24'],
      apiServer: ['10.30.131.0/24'],
    },
    gitops: { repoURL: 'https://github.com/shop-example/gitops.git', revision: 'refs/heads/main', path: 'production' },
  },
} satisfies Record<string, EnvironmentSettings>;

export type EnvironmentName = keyof typeof environments;

/** The library's words, typed for these environments. */
export const { microservice, topic, store, outsideHost } = vocabulary<EnvironmentName>(environments);
