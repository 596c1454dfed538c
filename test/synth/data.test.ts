import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { UserError } from '../../src/model/faults';
import { readContract } from '../../src/synth/contracts';
import { readReleases } from '../../src/synth/releases';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'data-'));
const file = path.join(folder, 'dev.yaml');
afterAll(() => {
  fs.rmSync(folder, { recursive: true });
});

const dev = { name: 'dev', account: '111111111111', region: 'eu-central-1', cluster: 'shop-dev' };
const good = `account: '111111111111'
region: eu-central-1
cluster: shop-dev
vpc: vpc-0123456789abcdef0
kafkaBrokers: [b-1.shop.c0ffee.c4.kafka.eu-central-1.amazonaws.com:9098]
`;

/** What a user sees when the file holds this. */
function messageOf(read: () => unknown, text: string | undefined): string {
  fs.rmSync(file, { force: true });
  if (text !== undefined) fs.writeFileSync(file, text);
  try {
    read();
    return 'no error';
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return error.message.replaceAll(folder, '');
  }
}

describe('the contract of an environment', () => {
  const refusal = (text?: string): string => messageOf(() => readContract(folder, dev), text);

  test('is read as it was written', () => {
    fs.writeFileSync(file, good);
    expect(readContract(folder, dev)).toMatchObject({
      vpc: 'vpc-0123456789abcdef0',
      kafkaBrokers: [expect.any(String)],
    });
  });

  test.each<[string, string | undefined, string]>([
    [
      'missing',
      undefined,
      '/dev.yaml does not exist; expected what the charts need of the cloud: npm run contract -- dev writes it',
    ],
    ['no YAML', 'a: [', '/dev.yaml is no YAML: '],
    ['a list', '- a', '/dev.yaml is no map; expected what the charts need of the cloud'],
    ['empty', '', '[/dev.yaml: vpc] is missing; let the cloud program write it'],
    [
      'of another account',
      good.replace('111111111111', '222222222222'),
      `[/dev.yaml: account] is "222222222222", expected the environment's, "111111111111"`,
    ],
    [
      'of a number that looks like an account',
      good.replace(/'/g, ''),
      `[/dev.yaml: account] is 111111111111, expected the environment's, "111111111111"`,
    ],
    [
      'of another cluster',
      good.replace('shop-dev', 'shop-production'),
      `[/dev.yaml: cluster] is "shop-production", expected the environment's, "shop-dev"`,
    ],
    [
      'an output that was never resolved',
      good.replace('vpc-0123456789abcdef0', '"Calling [toString] on an [Output<T>] is not supported."'),
      '[/dev.yaml: vpc] is "Calling [toString] on an [Output<T>] is not supported.", expected the id of a VPC',
    ],
    [
      'without brokers',
      good.replace(/\[b-1.*\]/, '[]'),
      '[/dev.yaml: kafkaBrokers] is [], expected a list of host:port',
    ],
    [
      'with a domain that is none',
      `${good}cacheDomain: ''\n`,
      '[/dev.yaml: cacheDomain] is "", expected a domain, or nothing while there is no server',
    ],
    [
      'with a field that nothing reads',
      `${good}brokers: []\n`,
      '[/dev.yaml: brokers] is no field of a contract; expected one of account, cacheDomain, cluster, databaseDomain, kafkaBrokers, region, vpc',
    ],
  ])('%s is refused with place and reason', (_, text, expected) => {
    expect(refusal(text)).toContain(expected);
  });

  test('says everything that is wrong at once', () => {
    expect(refusal('region: eu-central-1').match(/is missing/g)).toHaveLength(4);
  });
});

describe('the releases of an environment', () => {
  const refusal = (text?: string): string => messageOf(() => readReleases(folder, 'dev'), text);

  test('may be none yet', () => {
    expect(refusal('')).toBe('no error');
  });

  test.each<[string, string | undefined, string]>([
    ['missing', undefined, '/dev.yaml does not exist; expected a map of microservices'],
    ['no YAML', 'a: [', '/dev.yaml is no YAML: '],
    ['a list', '- a', '/dev.yaml is no map; expected a map of microservices'],
    ['a tag without digest', 'orders: { tag: 1.2.3 }', '[/dev.yaml: orders] has no digest, expected sha256:'],
  ])('%s is refused with place and reason', (_, text, expected) => {
    expect(refusal(text)).toContain(expected);
  });
});
