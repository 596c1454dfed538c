import type { Manifest } from '../../model/manifest';

/** A manifest with the place it was read from. */
export interface Located {
  readonly manifest: Manifest;
  readonly file: string;
  /** Line of the file at which its document begins. */
  readonly line: number;
  /** Where in its document it is, as `items[1]` of a List; undefined for the whole document. */
  readonly inside?: string;
  /** The document's own text, from which the line of a path is found when a violation needs it. */
  readonly text: () => string;
}
