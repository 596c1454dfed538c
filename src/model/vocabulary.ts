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
  readonly microservice: <const P extends Ports = Record<never, Port>>(
    name: string,
    props: MicroserviceProps<E, P>,
  ) => Microservice<P>;
  readonly topic: (
    name: string,
    props: Omit<Topic, 'kind' | 'name' | 'partitions'> & { partitions: Readonly<Record<E, number>> },
  ) => Topic;
  readonly store: (
    kind: StoreKind,
    name: string,
    props: Partial<Omit<Store, 'kind' | 'name' | 'connections' | 'owner'>> & {
      owner: Store['owner'];
      connections?: Readonly<Record<E, number>>;
    },
  ) => StoreReference;
  readonly outsideHost: (
    name: string,
    props: { host: Readonly<Record<E, string>>; port?: number; why: string },
  ) => OutsideReference;
}

/** Makes the words for the environments whose names are the keys of `environments`; only the compiler looks at them. */
export function vocabulary<E extends string>(_environments: Readonly<Record<E, unknown>>): Vocabulary<E> {
  return { microservice, topic: (name, props) => ({ kind: 'topic', name, ...props }), store, outsideHost };
}
