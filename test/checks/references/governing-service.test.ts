import { governingService } from '../../../src/checks/references/governing-service';
import { judgeTable } from '../judging';

judgeTable(governingService, {
  'accepts one that exists, and none': {
    given: [
      'v1 Service shop/db-peers spec: {clusterIP: None}',
      'apps/v1 StatefulSet shop/db spec: {serviceName: db-peers}',
      'apps/v1 StatefulSet shop/other spec: {replicas: 1}',
    ],
  },
  'finds one that does not exist, or lies elsewhere': {
    given: [
      'v1 Service shop/db spec: {clusterIP: None}',
      'apps/v1 StatefulSet shop/db spec: {serviceName: db-peers}',
      'apps/v1 StatefulSet other/cache spec: {serviceName: db}',
    ],
    found: [
      'StatefulSet db spec.serviceName: names Service db-peers, which namespace shop does not have: expected db',
      'StatefulSet cache spec.serviceName: names Service db, which namespace other does not have: there is none',
    ],
  },
});
