import { forgetProjects } from '../gitops/fixtures/project';
import { scriptOf, workflow } from './files';
import { Runner, testWith } from './running';

const scripted = testWith('jq', 'python3');

afterAll(forgetProjects);

scripted(
  'in Rust, unit and integration tests are counted together, and below 90% of lines the report fails',
  async () => {
    const runner = new Runner();
    runner.program('cargo');
    for (const step of ['Unit tests', 'Integration tests', 'Coverage'])
      expect(await runner.run(scriptOf('rust-service', 'tests', step))).toMatchObject({ code: 0 });
    const common = '--no-report --workspace --all-features --locked';
    expect(runner.calls).toEqual([
      `cargo llvm-cov ${common} --lib --bins`,
      `cargo llvm-cov ${common} --test integration`,
      'cargo llvm-cov report --ignore-filename-regex (/(proto|generated)/|/main\\.rs$) --fail-under-lines 90',
    ]);
  },
);

scripted('every audit of dependencies refuses what it warns of', async () => {
  const runner = new Runner();
  runner.program('cargo');
  const scripts = workflow('rust-service').jobs['dependencies']!.steps!.flatMap(({ run }) => run ?? []);
  for (const script of scripts.filter((each) => each.includes('cargo '))) await runner.run(script);
  expect(runner.calls).toEqual(['cargo deny --locked check', 'cargo audit --deny warnings']);
});

describe('the coverage gate of Kotlin', () => {
  const script = scriptOf('kotlin-service', 'tests', 'Coverage');
  const counter = (type: string, missed: number, covered: number): string =>
    `<counter type="${type}" missed="${missed}" covered="${covered}"/>`;
  // a package counts its own lines; only those of the whole report are asked
  const report = (lines: string): string =>
    `<?xml version="1.0" ?><report name="bff"><package name="a">${counter('LINE', 900, 0)}</package>${counter('BRANCH', 99, 1)}${lines}</report>`;

  scripted.each([
    ['exactly 90%', report(counter('LINE', 10, 90)), 0, '90.00% of 100 lines are covered'],
    ['less', report(counter('LINE', 11, 89)), 1, '89.00% of 100 lines are covered'],
    ['a report that counts no line', report(''), 1, 'counts no line'],
    ['a report of an empty project', report(counter('LINE', 0, 0)), 1, 'counts no line'],
    ['no XML', 'Kover failed', 1, 'ParseError'],
  ])('%s', async (_, text, code, said) => {
    const runner = new Runner();
    runner.file('build/reports/kover/report.xml', text);
    const run = await runner.run(script);
    expect(run.out + run.err).toContain(said);
    expect(run.code).toBe(code);
  });

  scripted('no report', async () => {
    expect((await new Runner().run(script)).code).toBe(1);
  });
});

describe('the vulnerability gate of Kotlin', () => {
  const script = scriptOf('kotlin-service', 'dependencies', 'None that is high');
  const report = (...vulnerabilities: readonly object[]): string =>
    JSON.stringify({ dependencies: [{ fileName: 'clean.jar' }, { fileName: 'old.jar', vulnerabilities }] });

  scripted.each([
    ['nothing known', report(), 0],
    ['medium', report({ name: 'CVE-1', cvssv3: { baseScore: 6.9 } }), 0],
    ['high by version 3', report({ name: 'CVE-2', cvssv3: { baseScore: 7 } }), 1],
    ['high by version 2 alone', report({ name: 'CVE-3', cvssv2: { score: 7.5 } }), 1],
    [
      'high by version 4',
      report({ name: 'CVE-4', cvssv3: { baseScore: 5 }, cvssv4: { cvssData: { baseScore: 8.7 } } }),
      1,
    ],
    ['without any score', report({ name: 'CVE-5' }), 1],
    ['a report about nothing', '{"dependencies":[]}', 1],
    ['no JSON', 'out of memory', 2],
  ])('%s', async (_, text, code) => {
    const runner = new Runner();
    runner.file('build/reports/dependency-check-report.json', text);
    const run = await runner.run(script);
    expect(run.code === 0).toBe(code === 0);
    if (text.includes('CVE') && code === 1) expect(run.out).toMatch(/^::error::old\.jar: CVE-\d, score \d/m);
  });
});
