import type { DeliveryFacts } from '../model/delivery';
import { ACTIONS } from './actions';
import { sourceAudit } from './audit';
import { calleesJob } from './callees';
import { endToEndJob } from './end-to-end';
import { buildJob } from './image';
import { DATA_SERVICES, DATA_VARIABLES } from './integration';
import { copyJob, pushJob } from './registry';
import { releaseJob } from './release';
import { firstOf, KEYS, serviceWorkflow } from './service';
import { script } from './shell';
import { job, run, use } from './workflow';
import type { Step, Workflow } from './workflow';

const JAVA = '25';

/** Java and Gradle; the wrapper that the repository holds is held against the checksums of Gradle's releases. */
const gradle = (cached?: string): readonly Step<never>[] => [
  use('Set up Java', ACTIONS.setupJava, { with: { distribution: 'temurin', 'java-version': JAVA } }),
  use('Set up Gradle', ACTIONS.setupGradle, {
    with: cached === undefined ? { 'cache-disabled': true } : { 'gradle-home-cache-includes': cached },
  }),
];

const kotlinCode = (cached?: string): readonly Step<never>[] => [
  use('Check out', ACTIONS.checkout, { with: { 'persist-credentials': false } }),
  ...gradle(cached),
];

/** A report that does not exist fails, and so does one that counts no line: a gate that did not run is none. */
const COVERAGE_GATE = script`
  python3 - build/reports/kover/report.xml 90 <<'PYTHON'
  import sys
  import xml.etree.ElementTree as tree

  report, least = sys.argv[1], float(sys.argv[2])
  lines = [each for each in tree.parse(report).getroot().findall("counter") if each.get("type") == "LINE"]
  covered = sum(int(each.get("covered")) for each in lines)
  missed = sum(int(each.get("missed")) for each in lines)
  if covered + missed == 0:
      sys.exit(f"::error::{report} counts no line")
  share = 100 * covered / (covered + missed)
  print(f"{share:.2f}% of {covered + missed} lines are covered, expected {least:g}% or more")
  sys.exit(share < least)
  PYTHON
`;

const tests = job({
  id: 'tests',
  name: 'Style, unit and integration tests, 90% covered',
  permissions: { contents: ['read', 'to read the code'] },
  timeoutMinutes: 30,
  services: DATA_SERVICES,
  steps: [
    ...kotlinCode('caches\nnotifications'),
    run('Style and unit tests', script`./gradlew --no-daemon check`),
    run('Integration tests', script`./gradlew --no-daemon integrationTest`, { env: DATA_VARIABLES }),
    run('Coverage report', script`./gradlew --no-daemon koverVerify koverXmlReport`, { env: DATA_VARIABLES }),
    run('Coverage', COVERAGE_GATE),
  ],
});

/**
 * The plugin fails at no score unless it is told to, so the workflow judges its report: high and critical are refused,
 * save what the repository's suppression file explains. Of several scores the highest counts, and none is as bad as 10.
 */
const VULNERABILITY_GATE = script`
  report=build/reports/dependency-check-report.json
  jq --exit-status '.dependencies | length > 0' "$report" > checked.txt
  jq --raw-output '
    .dependencies[] | .fileName as $file | (.vulnerabilities // [])[]
    | { name, score: ([.cvssv2, .cvssv3, .cvssv4 | .. | objects | .baseScore, .score | numbers] | max // 10) }
    | select(.score >= 7) | "\\($file): \\(.name), score \\(.score)"
  ' "$report" > vulnerable.txt
  if [ -s vulnerable.txt ]; then
    sed 's/^/::error::/' vulnerable.txt
    exit 1
  fi
`;

const dependencies = job({
  id: 'dependencies',
  name: 'Dependency audit',
  permissions: { contents: ['read', 'to read the lock file'] },
  timeoutMinutes: 45,
  steps: [
    // the database of vulnerabilities is kept from run to run, since its first download takes many minutes
    ...kotlinCode('caches\nnotifications\ndependency-check-data'),
    run('Known vulnerabilities', script`./gradlew --no-daemon dependencyCheckAnalyze`, {
      env: { NVD_API_KEY: KEYS.secret('nvd-api-key') },
    }),
    run('None that is high', VULNERABILITY_GATE),
  ],
});

/** What a microservice in Kotlin goes through, from a pull request to the first environment. */
export function kotlinService(facts: DeliveryFacts): Workflow {
  const first = firstOf(facts);
  const compile = run('Compile', script`./gradlew --no-daemon --rerun-tasks classes`);
  const source = sourceAudit('java-kotlin', { mode: 'manual', steps: [...gradle(), compile] });
  const image = buildJob();
  const callees = calleesJob(facts);
  const endToEnd = endToEndJob(
    facts,
    { image, callees },
    {
      setUp: gradle(),
      command: './gradlew --no-daemon endToEndTest',
    },
  );
  const push = pushJob(first, image, [tests, dependencies, source, callees, endToEnd]);
  return serviceWorkflow({
    file: 'kotlin-service',
    name: 'Kotlin service',
    purpose: 'What a microservice in Kotlin goes through, from a pull request to the first environment.',
    jobs: [
      ...[tests, dependencies, source, image, callees, endToEnd, push],
      ...[releaseJob(facts.delivery, first, push), copyJob(first, facts.environments.slice(1), push)],
    ],
  });
}
