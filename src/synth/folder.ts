import { App } from 'cdk8s';
import { Construct } from 'constructs';
import { UserError } from '../model/faults';
import type { Manifest } from '../model/manifest';
import { identityOf } from '../model/manifest';
import { canonical } from './canonical';
import { chartsOf, objectsOf, resolveChart } from './resolve';
import { emitAll } from './yaml';

/** A part of the output tree that is rendered, remembered and replaced as one. */
export interface Folder {
  /** Where it lies, the environment first: `production/services/orders`. */
  readonly path: string;
  /**
   * Plain data that, with the code, determines every byte of the folder.
   * @default - unknown, so the folder is rendered on every run
   */
  readonly inputs?: unknown;
  /** Adds the charts, each of which becomes `<path>/<chart id>.yaml`. */
  build(scope: Construct): void;
}

/** One chart as text. */
export interface RenderedFile {
  /** Within the output folder: `production/services/orders/workload.yaml`. */
  readonly path: string;
  readonly text: string;
  /** What the API server will know its objects by. */
  readonly identities: readonly string[];
}

/** Renders the charts of a folder, one at a time, so that no more than one text is held. */
export function* renderFolder(folder: Folder): Generator<RenderedFile> {
  yield* renderApp(appOf(folder));
}

/** An app that holds the charts of one folder, under constructs that spell its path. */
function appOf(folder: Folder): App {
  const app = new App();
  let scope: Construct = app;
  for (const segment of segmentsOf(folder.path)) scope = new Construct(scope, segment);
  folder.build(scope);
  return app;
}

/** Renders every chart of any cdk8s app; a chart without objects gives no file. */
export function* renderApp(app: App): Generator<RenderedFile> {
  for (const chart of chartsOf(app)) {
    const manifests = resolveChart(chart).map(canonical);
    if (manifests.length > 0) yield renderedFile(chart.node.path, manifests);
  }
}

/** The manifests of a folder, as they will be written, for whoever judges them. */
export function folderManifests(folder: Folder): Manifest[] {
  return chartsOf(appOf(folder)).flatMap((chart) => resolveChart(chart).map(canonical));
}

/** A manifest with its chart and the id of its construct, which for a microservice is the key of `overrides`. */
export interface PlacedManifest {
  readonly file: string;
  readonly id: string;
  readonly manifest: Manifest;
}

/** The manifests of a folder with where each comes from, for whoever explains them. */
export function placedManifests(folder: Folder): PlacedManifest[] {
  return chartsOf(appOf(folder)).flatMap((chart) => {
    const manifests = resolveChart(chart);
    const file = `${chart.node.id}.yaml`;
    return objectsOf(chart).map(({ node }, index) => ({ file, id: node.id, manifest: canonical(manifests[index]!) }));
  });
}

function renderedFile(path: string, manifests: readonly Manifest[]): RenderedFile {
  return { path: `${path}.yaml`, text: emitAll(manifests), identities: manifests.map(identityOf) };
}

const SEGMENT = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

function segmentsOf(path: string): string[] {
  const segments = path.split('/');
  if (segments.every((segment) => SEGMENT.test(segment))) return segments;
  throw new UserError(
    `"${path}" is not a folder of the output: expected names of letters, digits, "-", "_" and "." between slashes`,
  );
}
