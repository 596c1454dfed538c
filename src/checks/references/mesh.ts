import type { AuthorizationPolicy, MeshTLSAuthentication, Server } from '../../../imports/linkerd-policy';
import { claimed } from '../tree/claimed';
import { numberOf } from './server-overlap';
import { selects } from '../tree/pods';
import type { PodTemplate } from '../tree/pods';
import { namespaceOf } from '../tree/tree';
import type { Located, Tree } from '../tree/tree';

/** Whether a pod gets a proxy: its own annotation, else that of its namespace. */
export function isMeshed(tree: Tree, pod: PodTemplate): boolean {
  return settingOf(tree, pod, 'linkerd.io/inject') === 'enabled';
}

/** A proxy's setting, which a namespace decides for pods that do not. */
function settingOf(tree: Tree, pod: PodTemplate, annotation: string): string | undefined {
  const namespace = tree.find('Namespace', '', namespaceOf(pod.at));
  return pod.annotations[annotation] ?? namespace?.manifest.metadata.annotations?.[annotation];
}

/** Whether Linkerd lets one pod call a port of another: https://linkerd.io/2/reference/authorization-policy/. */
export function meshAllows(tree: Tree, from: PodTemplate, to: PodTemplate, port: number): boolean {
  if (!isMeshed(tree, to)) return true;
  const identified = isMeshed(tree, from);
  const server = tree.inNamespace('Server', namespaceOf(to.at)).find((at) => {
    const { podSelector, port: own } = claimed<Server>(at).spec ?? {};
    return own !== undefined && selects(podSelector, to.labels) && numberOf(to, own) === port;
  });
  const policy = server
    ? (claimed<Server>(server).spec?.accessPolicy ?? 'deny')
    : (settingOf(tree, to, 'config.linkerd.io/default-inbound-policy') ?? 'all-unauthenticated');
  if (policy.endsWith('-unauthenticated') || policy === 'audit') return true;
  if (policy.endsWith('-authenticated') && identified) return true;
  return server !== undefined && authorized(tree, server, identified ? from : undefined);
}

function authorized(tree: Tree, server: Located, client: PodTemplate | undefined): boolean {
  return tree.inNamespace('AuthorizationPolicy', namespaceOf(server)).some((at) => {
    const { targetRef, requiredAuthenticationRefs = [] } = claimed<AuthorizationPolicy>(at).spec ?? {};
    const applies =
      targetRef?.kind === 'Namespace' ||
      (targetRef?.kind === 'Server' && targetRef.name === server.manifest.metadata.name);
    return (
      applies &&
      requiredAuthenticationRefs.every((reference) => {
        const { kind = '', name = '', namespace = namespaceOf(at) } = reference;
        if (kind === 'NetworkAuthentication') return true;
        if (!client) return false;
        if (kind === 'ServiceAccount') return isAccount(client, namespace, name);
        const authentication = tree.find(kind, namespace, name);
        return authentication !== undefined && authenticates(authentication, client);
      })
    );
  });
}

function authenticates(at: Located, client: PodTemplate): boolean {
  const { identities = [], identityRefs = [] } = claimed<MeshTLSAuthentication>(at).spec ?? {};
  const own = `${accountOf(client)}.${namespaceOf(client.at)}.serviceaccount.identity.`;
  return (
    identities.some((identity) => identity === '*' || identity.startsWith(own)) ||
    identityRefs.some(({ kind, name, namespace = namespaceOf(at) }) =>
      kind === 'Namespace' ? name === undefined || name === namespaceOf(client.at) : isAccount(client, namespace, name),
    )
  );
}

const accountOf = ({ spec }: PodTemplate): string => spec.serviceAccountName ?? 'default';

const isAccount = (client: PodTemplate, namespace: string, name: string | undefined): boolean =>
  namespaceOf(client.at) === namespace && (name === undefined || accountOf(client) === name);
