import type { ComponentResourceOptions } from '@pulumi/pulumi';
import { OpenIdConnectProvider, Role, RolePolicy } from '@pulumi/aws/iam';
import type { CloudNeeds } from '../src/model/cloud';
import { MAIN_BRANCH, pullRoleName, pushRoleName, repositoryName, sourceRepository } from '../src/model/delivery';
import type { Delivery } from '../src/model/delivery';
import { Part } from './part';
import type { Site } from './part';
import { policyDocument } from './policies';
import type { Statement } from './policies';

/** GitHub's issuer of tokens for workflows. */
const ISSUER = 'token.actions.githubusercontent.com';

const PULL = [
  'ecr:BatchCheckLayerAvailability',
  'ecr:BatchGetImage',
  'ecr:DescribeImages',
  'ecr:GetDownloadUrlForLayer',
];
const PUSH = [
  ...PULL,
  'ecr:CompleteLayerUpload',
  'ecr:InitiateLayerUpload',
  'ecr:PutImage',
  'ecr:UploadLayerPart',
].sort();

/** What a workflow of a repository may be, as far as its token says. */
type Subject = `ref:refs/heads/${string}` | 'pull_request';

/** What workflows on GitHub may do without any stored key: a microservice's main branch pushes its own images. */
export class GitHub extends Part {
  constructor(
    { environment }: Site,
    delivery: Delivery,
    { repositories, callees }: Pick<CloudNeeds, 'repositories' | 'callees'>,
    /** Whether end-to-end tests take their images from here. */
    tested: boolean,
    options: ComponentResourceOptions,
  ) {
    super('github', options);
    const { account, region } = environment;
    const issuer = new OpenIdConnectProvider(
      'github',
      { url: `https://${ISSUER}`, clientIdLists: ['sts.amazonaws.com'] },
      this.inside,
    );
    const repository = (of: string): string => `arn:aws:ecr:${region}:${account}:repository/${repositoryName(of)}`;
    const role = (
      name: string,
      microservice: string,
      subjects: readonly Subject[],
      Action: readonly string[],
      on: readonly string[],
    ): void => {
      const made = new Role(
        name,
        {
          name,
          maxSessionDuration: 3600,
          assumeRolePolicy: issuer.arn.apply((arn) =>
            policyDocument(workflowTrust(arn, delivery, sourceRepository(microservice), subjects)),
          ),
        },
        this.inside,
      );
      const policy = policyDocument(
        ...(on.length === 0 ? [] : [{ Sid: 'Images', Effect: 'Allow' as const, Action, Resource: on.map(repository) }]),
        // a token for the registry names no repository
        { Sid: 'SignIn', Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' },
      );
      new RolePolicy(name, { role: made.id, policy }, this.inside);
    };
    const main: Subject = `ref:refs/heads/${MAIN_BRANCH}`;
    for (const microservice of repositories) {
      role(pushRoleName(microservice), microservice, [main], PUSH, [microservice]);
      if (tested)
        role(pullRoleName(microservice), microservice, [main, 'pull_request'], PULL, callees[microservice] ?? []);
    }
  }
}

/**
 * Trusts workflows of one repository. GitHub spells the subject of repositories made since July 2026 with numbers that a
 * rename leaves alone, of older ones without; the number of the repository is GitHub's to give, that of the owner is known.
 */
export function workflowTrust(
  issuerArn: string,
  { organization, organizationId }: Delivery,
  repository: string,
  subjects: readonly Subject[],
): Statement {
  const owners = [`${organization}/${repository}`, `${organization}@${organizationId}/${repository}@*`];
  return {
    Effect: 'Allow',
    Principal: { Federated: issuerArn },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: {
      StringEquals: { [`${ISSUER}:aud`]: 'sts.amazonaws.com' },
      StringLike: {
        [`${ISSUER}:sub`]: owners.flatMap((owner) => subjects.map((subject) => `repo:${owner}:${subject}`)),
      },
    },
  };
}
