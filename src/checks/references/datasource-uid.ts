import type { GrafanaDatasource } from '../../../imports/grafana';
import type { Check } from '../check';
import { claimed } from '../tree/claimed';
import { dashboardsOf, textsUnder } from './dashboards';
import { expected } from './valid';

/** Datasources that Grafana itself has, and variables that a reader chooses. */
const BUILT_IN = /^(-- Grafana --|-- Mixed --|-- Dashboard --|grafana|__expr__|\$.*)$/;

/** A dashboard asks a datasource that exists. */
export const datasourceUid: Check = {
  id: 'datasource-uid',
  severity: 'error',
  what: 'Every datasource that a dashboard or another datasource names by uid exists.',
  why: 'A panel of an unknown uid shows an error instead of the numbers, first noticed in an incident.',
  remediation: 'Use the uid of a GrafanaDatasource of the tree.',
  peers: ['grafana dashboard-linter template-datasource-rule'],
  source: 'https://grafana.com/docs/grafana/latest/administration/provisioning/#data-sources',
  run: (tree, report) => {
    const datasources = tree
      .ofKind('GrafanaDatasource')
      .map((at) => [at, claimed<GrafanaDatasource>(at).spec] as const);
    const uids = new Set(
      datasources.map(([at, spec]) => spec?.uid ?? spec?.datasource?.uid ?? at.manifest.metadata.name),
    );
    for (const { at, model, fault } of dashboardsOf(tree)) {
      if (fault !== undefined) report(at, 'spec.json', `is no JSON: ${fault}`);
      const used = textsUnder(model, (key, parent) => key === 'uid' && isDatasource(parent));
      for (const [uid, { path }] of new Map(used.map((each) => [each.value, each])))
        if (!uids.has(uid) && !BUILT_IN.test(uid))
          report(at, 'spec.json', `names datasource ${uid} at ${path}, which does not exist: ${expected(uids)}`);
    }
    for (const [at, spec] of datasources)
      for (const { path, value } of textsUnder(spec?.datasource, (key) => key === 'datasourceUid', 'spec.datasource'))
        if (!uids.has(value) && !BUILT_IN.test(value))
          report(at, path, `names datasource ${value}, which does not exist: ${expected(uids)}`);
  },
};

/** `{ type, uid }` and nothing else is a reference: https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/. */
const isDatasource = (value: Readonly<Record<string, unknown>>): boolean =>
  typeof value.type === 'string' && Object.keys(value).every((key) => key === 'type' || key === 'uid');
