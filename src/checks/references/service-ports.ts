import type { Service } from '../../../imports/kubernetes';
import { claimed } from '../tree/claimed';
import type { Tree } from '../tree/tree';
import { expected, within } from './valid';

/** What is wrong with a reference to a port of a Service, or undefined. */
export function serviceFault(
  tree: Tree,
  namespace: string,
  name: string,
  port: string | number | undefined,
): { readonly field: 'name' | 'port'; readonly message: string } | undefined {
  const service = tree.find('Service', namespace, name);
  if (!service)
    return {
      field: 'name',
      message: `names Service ${name}, which ${within(namespace)} does not have: ${expected(tree.namesOf('Service', namespace))}`,
    };
  const ports = claimed<Service>(service).spec?.ports ?? [];
  if (port === undefined || ports.some((each) => each.port === port || each.name === port)) return undefined;
  const valid = expected(ports.map((each) => (typeof port === 'number' ? (each.port ?? 0) : (each.name ?? ''))));
  return { field: 'port', message: `names port ${port}, which Service ${name} does not have: ${valid}` };
}
