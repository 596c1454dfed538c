import { dashboardFolder } from '../../../src/checks/references/dashboard-folder';
import { judgeTable } from '../judging';

const A_GRAFANA = 'grafana.integreatly.org/v1beta1 Grafana g/a metadata: {labels: {i: p}}';

judgeTable(dashboardFolder, {
  'accepts a Grafana and a folder that exist': {
    given: [
      A_GRAFANA,
      'grafana.integreatly.org/v1beta1 GrafanaFolder g/f spec: {instanceSelector: {matchLabels: {i: p}}}',
      'grafana.integreatly.org/v1beta1 GrafanaDashboard g/d spec: {folderRef: f, instanceSelector: {matchLabels: {i: p}}}',
    ],
  },
  'finds a datasource of a Grafana that does not exist': {
    given: [
      A_GRAFANA,
      'grafana.integreatly.org/v1beta1 GrafanaDatasource g/s spec: {instanceSelector: {matchLabels: {i: q}}}',
    ],
    found: ['GrafanaDatasource s spec.instanceSelector: selects i=q, which no Grafana has: expected i=p'],
  },
  'finds a Grafana and a folder that do not exist': {
    given: [
      A_GRAFANA,
      'grafana.integreatly.org/v1beta1 GrafanaDashboard g/d spec: {folderRef: f, instanceSelector: {matchLabels: {i: q}}}',
    ],
    found: [
      'GrafanaDashboard d spec.folderRef: names GrafanaFolder f, which does not exist: there is none',
      'GrafanaDashboard d spec.instanceSelector: selects i=q, which no Grafana has: expected i=p',
    ],
  },
});
