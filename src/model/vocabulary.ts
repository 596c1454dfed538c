import type { Microservice, MicroserviceProps, Ports } from './microservice';
import { microservice } from './microservice';
import type { Port } from './ports';
import { outsideHost } from './outside';
import type { OutsideReference } from './outside';
import { store } from './store';
import type { Store, StoreKind, StoreReference } from './store';
import type { Topic } from './topic';

/** The library's words, typed for one company's environments: a value missing for one of them does not compile. */
export interface Vocabulary<E extends string> {
  microservice<const P extends Ports = Record<never, Port>>(
    name: string,
    props: MicroserviceProps<E, P>,
  ): Microservice<P>;
  topic(
    name: string,
    props: Omit<Topic, 'kind' | 'name' | 'partitions'> & { partitions: Readonly<Record<E, number>> },
  ): Topic;
  store(
    kind: StoreKind,
    name: string,
    props: Partial<Omit<Store, 'kind' | 'name' | 'connections' | 'owner'>> & {
      owner: Store['owner'];
      connections?: Readonly<Record<E, number>>;
    },
  ): StoreReference;
  outsideHost(name: string, props: { host: Readonly<Record<E, string>>; port?: number; why: string }): OutsideReference;
}

/** Makes the words for the environments whose names are the keys of `environments`. */
export function vocabulary<E extends string>(environments: Readonly<Record<E, unknown>>): Vocabulary<E> {
  void environments; // only its keys matter, and only to the compiler
  return {
    microservice,
    topic: (name, props) => ({ kind: 'topic', name, ...props }),
    store,
    outsideHost,
  };
}
