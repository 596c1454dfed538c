/** A value's line, counted from the beginning of its document, and the values within. */
export interface Place {
  readonly line: number;
  child(key: string | number): Place | undefined;
}
