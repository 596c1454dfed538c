/** The arrows of docs/architecture.md: main.ts -> charts -> src/constructs -> src/model; cli -> synth, checks, gitops, kind, workflows, map; infra -> charts, src/model. */
const only = (name, from, allowed) => ({
  name,
  severity: 'error',
  from: { path: from },
  to: { path: '^(main\\.ts|charts|src|imports|test|bench|infra)', pathNot: [from, ...allowed] },
});

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true, dependencyTypesNot: ['type-only'] } },
    only('model-stands-alone', '^src/model/', ['^imports/']),
    only('constructs-read-the-model', '^src/constructs/', ['^src/model/', '^imports/', '^src/synth/yaml\\.ts']),
    only('synth-knows-manifests-only', '^src/synth/', ['^src/model/']),
    only('checks-see-manifests-only', '^src/checks/', ['^src/model/(manifest|faults)\\.ts', '^imports/']),
    only('gitops-knows-manifests-only', '^src/gitops/', ['^src/model/', '^src/synth/', '^src/checks/']),
    only('workflows-know-names-only', '^src/workflows/', ['^src/model/(delivery|environment|faults)\\.ts']),
    only('kind-knows-manifests-only', '^src/kind/', ['^src/model/']),
    only('map-reads-the-model', '^src/map/', ['^src/model/']),
    only('infra-reads-fleet-and-model', '^infra/', ['^charts/', '^src/model/']),
    {
      name: 'only-infra-knows-the-cloud',
      comment: 'Its packages take longer to load than a synth takes.',
      severity: 'error',
      from: { pathNot: '^(infra|test)/' },
      to: { path: '^infra/|node_modules/@pulumi' },
    },
    only('charts-use-the-library', '^charts/', ['^src/model/', '^src/constructs/', '^imports/']),
    {
      name: 'model-has-no-cdk8s',
      severity: 'error',
      from: { path: '^src/model/' },
      to: { path: 'node_modules/(cdk8s|constructs)' },
    },
    {
      name: 'only-tests-use-tests',
      severity: 'error',
      from: { pathNot: '^(test|bench)/' },
      to: { path: '^(test|bench)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
  },
};
