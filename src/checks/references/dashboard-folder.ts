import type { GrafanaDashboard } from '../../../imports/grafana';
import type { Check } from '../check';
import { claimed } from '../tree/claimed';
import { selects, spelled } from '../tree/pods';
import { namespaceOf } from '../tree/tree';
import { expected } from './valid';

const KINDS = ['GrafanaDashboard', 'GrafanaDatasource', 'GrafanaFolder'];

/** What is for Grafana finds its Grafana, and its folder. */
export const dashboardFolder: Check = {
  id: 'dashboard-folder',
  severity: 'error',
  what: 'Dashboards, datasources and folders select a Grafana by its labels, and the folder a dashboard names exists.',
  why: 'The operator ignores what no Grafana is selected for, and puts off a dashboard whose folder is missing.',
  remediation: 'Use the labels of the Grafana, and the name of a GrafanaFolder of the same namespace.',
  peers: [],
  source: 'https://grafana.github.io/grafana-operator/docs/overview/',
  run: (tree, report) => {
    const instances = tree.ofKind('Grafana').map(({ manifest }) => manifest.metadata.labels ?? {});
    for (const at of KINDS.flatMap((kind) => tree.ofKind(kind))) {
      const { instanceSelector, folderRef } = claimed<GrafanaDashboard>(at).spec ?? {};
      if (!instances.some((labels) => selects(instanceSelector, labels)))
        report(
          at,
          'spec.instanceSelector',
          `selects ${spelled(instanceSelector)}, which no Grafana has: ${expected(instances.map((labels) => spelled({ matchLabels: labels })))}`,
        );
      if (folderRef !== undefined && !tree.find('GrafanaFolder', namespaceOf(at), folderRef))
        report(
          at,
          'spec.folderRef',
          `names GrafanaFolder ${folderRef}, which does not exist: ${expected(tree.namesOf('GrafanaFolder', namespaceOf(at)))}`,
        );
    }
  },
};
