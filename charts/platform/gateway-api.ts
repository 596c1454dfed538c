import { addOn } from '../../src/model/add-on';
import { kubernetes } from './kubernetes';
import { FOLDERS } from './pins';

/** Kinds of the routes that microservices get for their calls. */
export const gatewayApi = addOn('gateway-api', {
  why: 'HTTPRoute and GRPCRoute, in the release that Linkerd reads',
  namespace: 'kube-system',
  needs: [kubernetes],
  git: { 'gateway-api': FOLDERS.gatewayApi },
});
