/** What the policies of controllers are written for. */
export interface ControllerSubject {
  readonly account: string;
  readonly region: string;
  readonly cluster: string;
  /** Zone of the platform's own pages. */
  readonly platformZone: string;
}
