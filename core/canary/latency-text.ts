/** How an element tells, in its detail, how long the latest canary took: reports carry no figure of their own for it. */
export function latencyText(ms: number): string {
  return `${ms} ms`;
}

/** The ms of such a detail; null for any other. */
export function latencyOf(detail: string | null): number | null {
  const ms = /^(\d+(?:\.\d+)?) ms$/.exec(detail ?? '')?.[1];
  return ms === undefined ? null : Number(ms);
}
