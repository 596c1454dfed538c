import type { EnvironmentSettings } from './environment';
import type { Runtime } from './runtime';

/** Where code lives on GitHub. The workflows, the charts and the cloud program must spell these alike, so all read them here. */
export interface Delivery {
  readonly organization: string;
  /** Number GitHub gave the organisation: part of the OIDC subjects of repositories made since July 2026, which a rename leaves alone. */
  readonly organizationId: number;
  /** This repository: charts, releases and the workflows that services call. */
  readonly platformRepository: string;
  /** What Argo CD reads. */
  readonly gitopsRepository: string;
}

/** The only branch whose code is pushed and deployed. */
export const MAIN_BRANCH = 'main';

/** Repository of a microservice's code within the organisation: its OIDC subject begins `repo:<organization>/<this>:`. */
export const sourceRepository = (microservice: string): string => microservice;

/** ECR repository of a microservice's images, in the account of every environment. */
export const repositoryName = (microservice: string): string => microservice;

/** Host of an environment's ECR registry. */
export const registryHost = ({ account, region }: Pick<EnvironmentSettings, 'account' | 'region'>): string =>
  `${account}.dkr.ecr.${region}.amazonaws.com`;

/** IAM role by which the main branch of a microservice pushes its images, in the account of every environment. */
export const pushRoleName = (microservice: string): string => `github-${microservice}`;

/**
 * IAM role by which pull requests and the main branch of a microservice read the images of those it calls, in the
 * account of dev only: end-to-end tests run them. Apart from the role that pushes, which no pull request may take.
 */
export const pullRoleName = (microservice: string): string => `github-${microservice}-pull`;

/** What the workflows are made from: names, the environments from the first to the last, and what each microservice is. */
export interface DeliveryFacts {
  readonly delivery: Delivery;
  readonly environments: readonly EnvironmentSettings[];
  readonly microservices: readonly { readonly name: string; readonly runtime: Runtime['kind'] }[];
}

/** ARN of a role in an environment's account. */
export const roleArn = ({ account }: Pick<EnvironmentSettings, 'account'>, role: string): string =>
  `arn:aws:iam::${account}:role/${role}`;
