import { datasourceUid } from '../../../src/checks/references/datasource-uid';
import { judgeTable } from '../judging';

judgeTable(datasourceUid, {
  'accepts uids that exist, and those that Grafana has': {
    given: [
      'grafana.integreatly.org/v1beta1 GrafanaDatasource g/p spec: {uid: prom, datasource: {jsonData: {datasourceUid: prom}}}',
      `grafana.integreatly.org/v1beta1 GrafanaDashboard g/d spec: {json: '{"uid":"own","panels":[{"datasource":{"type":"prometheus","uid":"prom"}},{"datasource":{"type":"x","uid":"$ds"}}]}'}`,
      'grafana.integreatly.org/v1beta1 GrafanaDashboard g/url spec: {url: x}',
    ],
  },
  'finds uids that do not exist': {
    given: [
      'grafana.integreatly.org/v1beta1 GrafanaDatasource g/p spec: {uid: prom, datasource: {jsonData: {datasourceUid: jaeger}}}',
      `grafana.integreatly.org/v1beta1 GrafanaDashboard g/d spec: {json: '{"panels":[{"datasource":{"type":"prometheus","uid":"prom2"}}]}'}`,
    ],
    found: [
      'GrafanaDashboard d spec.json: names datasource prom2 at panels[0].datasource.uid, which does not exist: expected prom',
      'GrafanaDatasource p spec.datasource.jsonData.datasourceUid: names datasource jaeger, which does not exist: expected prom',
    ],
  },
  'finds a dashboard that is no JSON': {
    given: [`grafana.integreatly.org/v1beta1 GrafanaDashboard g/d spec: {json: '{'}`],
    found: [
      `GrafanaDashboard d spec.json: is no JSON: Expected property name or '}' in JSON at position 1 (line 1 column 2)`,
    ],
  },
});
