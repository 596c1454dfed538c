import type { ScaledObject } from '../../../imports/keda';
import type { PrometheusRule } from '../../../imports/monitoring';
import type { Check } from '../check';
import { claimed } from '../tree/claimed';
import { dashboardsOf, textsUnder } from './dashboards';
import { OFFERS } from './offered-metrics';
import { metricsIn } from './promql';
import type { Located, Tree } from '../tree/tree';

/** What is asked of Prometheus is in it. */
export const metricOffered: Check = {
  id: 'metric-offered',
  severity: 'error',
  what: 'Every metric that a rule, dashboard or scaler reads is recorded by a rule of the tree or offered by a component of it.',
  why: 'An alert on a metric nobody has never fires and a panel of it is empty: both look like all is well.',
  remediation:
    'Correct the name, record it with a rule, or install what offers it; a metric of your own goes into an annotation chartwright.dev/offers-metrics of the workload.',
  peers: ['pint promql/series'],
  source: 'https://prometheus.io/docs/concepts/data_model/',
  run: (tree, report) => {
    const offered = offeredBy(tree);
    for (const { at, path, value } of expressionsOf(tree))
      for (const metric of metricsIn(value))
        if (!offered.has(metric))
          report(at, path, `reads metric ${metric}, which nobody offers${nearest(metric, offered)}`);
  },
};

interface Expression {
  readonly at: Located;
  readonly path: string;
  readonly value: string;
}

function expressionsOf(tree: Tree): readonly Expression[] {
  const rules = tree.ofKind('PrometheusRule').flatMap((at) =>
    (claimed<PrometheusRule>(at).spec?.groups ?? []).flatMap(({ rules = [] }, group) =>
      rules.map(({ expr }, index) => ({
        at,
        path: `spec.groups[${group}].rules[${index}].expr`,
        value: String(expr),
      })),
    ),
  );
  const panels = dashboardsOf(tree).flatMap(({ at, model }) =>
    textsUnder(model, (key, parent) => key === 'expr' && !isOther(parent.datasource)).map(({ value }) => ({
      at,
      path: 'spec.json',
      value,
    })),
  );
  const scalers = tree
    .ofKind('ScaledObject')
    .flatMap((at) =>
      (claimed<ScaledObject>(at).spec?.triggers ?? []).flatMap(({ type, metadata }, index) =>
        type === 'prometheus' && metadata?.query !== undefined
          ? [{ at, path: `spec.triggers[${index}].metadata.query`, value: metadata.query }]
          : [],
      ),
    );
  return [...rules, ...panels, ...scalers];
}

/** A query of a datasource that is not Prometheus speaks another language. */
function isOther(datasource: unknown): boolean {
  const { type = 'prometheus' } = (datasource ?? {}) as { type?: string };
  return type !== 'prometheus';
}

function offeredBy(tree: Tree): ReadonlySet<string> {
  const recorded = tree
    .ofKind('PrometheusRule')
    .flatMap((at) =>
      (claimed<PrometheusRule>(at).spec?.groups ?? []).flatMap(({ rules = [] }) =>
        rules.flatMap(({ record }) => (record === undefined ? [] : [record])),
      ),
    );
  const components = OFFERS.filter(({ present }) => present(tree)).flatMap(({ metrics }) => metrics);
  const own: string[] = [];
  for (const { manifest } of tree.located) {
    const offers = manifest.metadata.annotations?.['chartwright.dev/offers-metrics'];
    if (offers !== undefined) own.push(...offers.split(','));
  }
  return new Set([...recorded, ...components, ...own.map((name) => name.trim())]);
}

/** The offered name that shares the longest beginning: a slip is most often at the end. */
function nearest(metric: string, offered: ReadonlySet<string>): string {
  let best = '';
  let length = 3;
  for (const name of offered) {
    let same = 0;
    while (same < name.length && name[same] === metric[same]) same += 1;
    if (same > length) [best, length] = [name, same];
  }
  return best === '' ? '' : `: expected ${best} or another of its source`;
}
