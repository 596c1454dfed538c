/** One statement of an IAM policy, as AWS spells it. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: '*' | Readonly<Record<'AWS' | 'Service' | 'Federated', string | readonly string[]>> | object;
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** A policy document. AWS compares documents by meaning, so only the order of statements is ours to keep. */
export function policyDocument(...statements: readonly Statement[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

/** Lets a service of AWS take a role. */
export function assumedBy(service: string, ...actions: readonly string[]): string {
  return policyDocument({
    Effect: 'Allow',
    Principal: { Service: service },
    Action: ['sts:AssumeRole', ...actions],
  });
}

/** ARN of a policy that AWS maintains. */
export const awsPolicy = (name: string): string => `arn:aws:iam::aws:policy/${name}`;
