/** Who owns microservices, gets their alerts and may touch them in Argo CD. */
export interface Team {
  readonly name: string;
  readonly description: string;
  /** Group of the identity provider that maps to the team's Argo CD role. */
  readonly group: string;
  /** Chat channel for alerts that are tickets. */
  readonly channel: string;
}

/** Declares a team. */
export function team(name: string, props: Omit<Team, 'name'>): Team {
  return { name, ...props };
}
