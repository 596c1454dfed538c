import { addOn } from '../../src/model/add-on';
import { kubernetes } from './kubernetes';

/** Health of a child Application, which Argo CD dropped in 1.8; without it waves do not wait for one another. */
const APPLICATION_HEALTH = `hs = {status = "Progressing", message = ""}
if obj.status ~= nil and obj.status.health ~= nil then
  hs.status = obj.status.health.status
  if obj.status.health.message ~= nil then
    hs.message = obj.status.health.message
  end
end
return hs
`;

/** Brings git to the cluster, itself included. */
export const argocd = addOn('argocd', {
  why: 'Applies what git says, itself included, and undoes what git does not say',
  namespace: 'argocd',
  needs: [kubernetes],
  helm: (environment) => [
    {
      repository: 'https://argoproj.github.io/argo-helm',
      chart: 'argo-cd',
      version: '9.5.2',
      release: 'argo-cd',
      values: {
        configs: {
          cm: { 'resource.customizations.health.argoproj.io_Application': APPLICATION_HEALTH },
          params: { 'controller.diff.server.side': 'true' },
        },
        controller: { replicas: environment.highlyAvailable ? 2 : 1 },
      },
    },
  ],
  offers: { namespace: 'argocd' },
});
