import * as fs from 'node:fs';
import * as path from 'node:path';
import { forgetProjects } from '../gitops/fixtures/project';
import { scriptOf } from './files';
import { Runner, testWith, writePlatform } from './running';

const scripted = testWith();

afterAll(forgetProjects);

const script = (step: string): string => scriptOf('rust-service', 'end-to-end', step);
const digest = `sha256:${'a'.repeat(64)}`;
const ECR = '111111111111.dkr.ecr.eu-central-1.amazonaws.com';

/** Programs that answer as those of a runner do, with the addresses of three stand-ins. */
function machine(): Runner {
  const runner = new Runner();
  writePlatform(runner.folder);
  fs.mkdirSync(path.join(runner.temp, 'bin'));
  runner.program(
    'docker',
    `case "$*" in
       'network inspect'*) printf 'fc00:f853:ccd:e793::1\\n172.18.0.1\\n' ;;
       inspect*postgres) echo 172.18.0.3 ;;
       inspect*redis) echo 172.18.0.4 ;;
       inspect*kafka) echo 172.18.0.5 ;;
       'exec --interactive'*) cat ;;
     esac`,
  );
  runner.program('kind', `[ "$1" != get ] || echo end-to-end-control-plane`);
  runner.program('crane', `[ "$1" != auth ] || [ "$2" != login ] || cat > /dev/null`);
  runner.program('aws', 'echo password');
  runner.program('sudo', 'cat');
  runner.program('kubectl');
  return runner;
}

const plan = (runner: Runner, microservice: string) =>
  runner.run(script('Plan'), { MICROSERVICE: microservice, TAG: '7-0123456789ab', DIGEST: digest });

const planned = (runner: Runner, name: string): string => fs.readFileSync(path.join(runner.temp, 'plan', name), 'utf8');

scripted('the nodes of the cluster fetch the environment’s images from this machine', async () => {
  const runner = machine();
  const run = await runner.run(script('Start the cluster'));
  expect(run).toMatchObject({ code: 0 });
  expect(run.out).toContain('[host."http://172.18.0.1:5001"]\n  capabilities = ["pull", "resolve"]\n');
  expect(fs.readFileSync(path.join(runner.temp, 'kind.yaml'), 'utf8')).toMatch(
    /^kind: Cluster\n[^]*config_path = "\/etc/,
  );
  expect(runner.calls).toContain(
    `docker exec --interactive end-to-end-control-plane tee /etc/containerd/certs.d/${ECR}/hosts.toml`,
  );
});

scripted('databases and broker stand beside the nodes, and nothing goes on before they answer', async () => {
  const runner = machine();
  expect(await runner.run(script('Start databases and broker'))).toMatchObject({ code: 0 });
  const started = runner.calls.filter((call) => call.startsWith('docker run'));
  expect(started.map((call) => /--name (\w+) --network kind/.exec(call)?.[1])).toEqual(['postgres', 'redis', 'kafka']);
  const kafka = started.find((call) => call.includes('--name kafka'));
  expect(kafka).toMatch(/--publish 127\.0\.0\.1:9098:9098 .*ADVERTISED_LISTENERS=PLAINTEXT:\/\/b-1\.[a-z0-9.-]+:9098 /);
  runner.program('docker', `[ "$1 $2" != 'exec redis' ]`);
  runner.program('sleep');
  const run = await runner.run(script('Start databases and broker'));
  expect(run).toMatchObject({ code: 1 });
  expect(run.out).toContain('::error::redis does not answer');
});

scripted('the plan runs the new image under the digest that was built, with the callees that dev runs', async () => {
  const runner = machine();
  expect(await plan(runner, 'orders')).toMatchObject({ code: 0 });
  expect(runner.calls).toContain('crane push ../image localhost:5001/orders:7-0123456789ab');
  const files = fs.readdirSync(path.join(runner.temp, 'plan')).filter((file) => file.endsWith('.yaml'));
  const own = files.filter((file) => file.includes('orders'));
  expect(own.at(-1)).toBe(files.at(-1));
  expect(planned(runner, own.at(-1)!)).toContain(`image: "${ECR}/orders:7-0123456789ab@${digest}"`);
  const callees = planned(runner, 'images.txt')
    .trim()
    .split('\n')
    .map((line) => line.split(' ')[0]);
  expect(callees.sort()).toEqual(['catalog', 'identity', 'inventory', 'payments', 'pricing']);
  const databases = runner.calls.filter((call) => call.includes('createdb')).map((call) => call.split(' ').at(-1));
  expect(databases).toEqual(planned(runner, 'databases.txt').trim().split('\n'));
  expect(planned(runner, 'ports.txt')).toBe('orders orders grpc 50051\n');
});

scripted('the callees’ images are fetched by digest, beside the build, and pushed under their names', async () => {
  const runner = machine();
  const fetching = scriptOf('rust-service', 'callees', 'Fetch them');
  expect(await runner.run(fetching, { MICROSERVICE: 'orders' })).toMatchObject({ code: 0 });
  const fetched = runner.calls.filter((call) => call.startsWith('crane pull'));
  expect(fetched).toHaveLength(5);
  for (const call of fetched)
    expect(call).toMatch(
      new RegExp(`^crane pull --format oci ${ECR}/([a-z]+)@sha256:[0-9a-f]{64} \\.\\./callees/\\1$`),
    );
  const named = fs.readFileSync(path.join(runner.folder, '../callees/images.txt'), 'utf8');
  fs.rmSync(path.join(runner.temp, 'plan'), { recursive: true });
  await plan(runner, 'orders');
  expect(planned(runner, 'images.txt')).toBe(named);
  for (const line of named.trim().split('\n')) {
    const [repository] = line.split(' ') as [string];
    expect(runner.calls).toContain(`crane push ../callees/${repository} localhost:5001/${repository}:callee`);
  }
});

scripted('who calls nobody fetches nothing', async () => {
  const runner = machine();
  const fetching = scriptOf('rust-service', 'callees', 'Fetch them');
  expect(await runner.run(fetching, { MICROSERVICE: 'inventory' })).toMatchObject({ code: 0 });
  expect(runner.calls.filter((call) => call.startsWith('crane pull'))).toEqual([]);
});

scripted('steps are applied in order, each after what the one before brought up', async () => {
  const runner = machine();
  await plan(runner, 'orders');
  const before = runner.calls.length;
  expect(await runner.run(script('Apply'))).toMatchObject({ code: 0 });
  const calls = runner.calls.slice(before).map((call) => call.replaceAll(`${runner.temp}/plan/`, ''));
  const applied = calls.flatMap((call) => / --filename (.*)$/.exec(call)?.[1] ?? []);
  expect(applied).toEqual([...applied].sort());
  expect(applied[0]).toMatch(/^0*1-definitions\.yaml$/);
  const at = (text: string): number => calls.findIndex((call) => call.includes(text));
  const order = [
    'customresourcedefinition/servers.policy.linkerd.io',
    'cluster.yaml',
    'orders-2.yaml',
    'wait job/orders-migration --namespace orders --for condition=Complete',
    'orders-3.yaml',
    'rollout status deployment/orders --namespace orders',
  ].map(at);
  expect(order).not.toContain(-1);
  expect(order).toEqual([...order].sort((left, right) => left - right));
  expect(at('rollout status deployment/payments')).toBeLessThan(at('orders-1.yaml'));
});

scripted('what does not come up stops the rest', async () => {
  const runner = machine();
  await plan(runner, 'orders');
  runner.program('kubectl', `[[ "$*" != *identity-migration* ]]`);
  expect((await runner.run(script('Apply'))).code).toBe(1);
  expect(runner.calls.some((call) => call.includes('identity-3.yaml'))).toBe(false);
});

describe('the tests', () => {
  /** A port that somebody forwards, and tests that tell what they were told. */
  function forwarding(cargo: string): Runner {
    const runner = machine();
    fs.mkdirSync(path.join(runner.temp, 'plan'));
    fs.writeFileSync(path.join(runner.temp, 'plan/ports.txt'), 'orders orders grpc-web 50991\n');
    runner.program('kubectl', `exec node -e 'require("net").createServer().listen(50991, "127.0.0.1")'`);
    runner.program('cargo', cargo);
    return runner;
  }

  scripted('find the microservice by a variable for each port, and leave nothing running', async () => {
    const runner = forwarding('echo "at $END_TO_END_GRPC_WEB"');
    expect(await runner.run(script('Test'))).toMatchObject({ code: 0, out: 'at 127.0.0.1:50991\n' });
    expect(runner.calls).toEqual([
      'kubectl port-forward --namespace orders service/orders 50991:50991',
      'cargo test --locked --test end_to_end',
    ]);
  });

  scripted('fail the job', async () => {
    expect((await forwarding('exit 101').run(script('Test'))).code).toBe(101);
  });
});
