import { inside } from '../reading/lines';
import { podTemplates } from '../tree/pods';
import type { Located, Tree } from '../tree/tree';

/** Kinds that hold pods or volumes at places of their own, and charts' values. */
const CARRIERS = [
  'Application',
  'Alertmanager',
  'Elasticsearch',
  'Grafana',
  'Ingress',
  'Kibana',
  'OpenTelemetryCollector',
  'PersistentVolumeClaim',
  'Prometheus',
  'StatefulSet',
];

/** Every text under a field of that name, at any depth of the kinds that may hold one. */
export function fieldsNamed(
  tree: Tree,
  field: string,
): readonly { readonly at: Located; readonly path: string; readonly value: string }[] {
  const found: { at: Located; path: string; value: string }[] = [];
  const visit = (at: Located, value: unknown, path: string): void => {
    if (Array.isArray(value))
      value.forEach((item, index) => {
        visit(at, item, inside(path, index));
      });
    else if (typeof value === 'object' && value !== null)
      for (const [key, inner] of Object.entries(value))
        if (key === field && typeof inner === 'string' && inner !== '')
          found.push({ at, path: inside(path, key), value: inner });
        else if (typeof inner === 'object') visit(at, inner, inside(path, key));
  };
  for (const kind of CARRIERS) for (const at of tree.ofKind(kind)) visit(at, at.manifest.spec, 'spec');
  if (field === 'priorityClassName')
    for (const { at, path, spec } of podTemplates(tree))
      if (spec.priorityClassName && !CARRIERS.includes(at.manifest.kind))
        found.push({ at, path: `${path}.spec.${field}`, value: spec.priorityClassName });
  return found;
}
