/** How an element does: the first three and `stopped` are told by its process; `silent` is what others find. */
export type ElementState = 'ok' | 'degraded' | 'failed' | 'silent' | 'stopped';

/** What an element of the pipeline is. Its id is `kind:name`. */
export type ElementKind =
  'source' | 'topic' | 'processor' | 'sink' | 'store' | 'gateway' | 'producers' | 'canary';

/** An element as its process sees it now; the reporter makes rates of the totals. */
export interface ObservedElement {
  /** `kind:name`, e.g. processor:analyze. */
  readonly id: string;
  readonly kind: ElementKind;
  readonly state: Exclude<ElementState, 'silent'>;
  /** Messages or records since the process began. */
  readonly total: number;
  /** Records not yet read, where it reads. */
  readonly lag: number | null;
  /** Append time of its newest record, ms since 1970. */
  readonly lastRecordAt: number | null;
  /** Errors or dead letters since the process began. */
  readonly errors: number;
  readonly detail: string | null;
}

/** An element that says nothing of itself but its state. */
export function plainElement(
  kind: ElementKind,
  name: string,
  state: ObservedElement['state'],
  detail: string | null = null,
): ObservedElement {
  return {
    id: `${kind}:${name}`,
    kind,
    state,
    total: 0,
    lag: null,
    lastRecordAt: null,
    errors: 0,
    detail,
  };
}

const STATES: readonly string[] = ['ok', 'degraded', 'failed', 'silent', 'stopped'] satisfies ElementState[];

/** A state that came from the log; what a later version may tell and this one does not know counts as degraded. */
export function elementState(text: string): ElementState {
  return isState(text) ? text : 'degraded';
}

function isState(text: string): text is ElementState {
  return STATES.includes(text);
}

const SEVERITY: Readonly<Record<ElementState, number>> = {
  ok: 0,
  stopped: 1,
  degraded: 2,
  silent: 3,
  failed: 4,
};

export function worstState(states: readonly ElementState[]): ElementState {
  return states.reduce<ElementState>(
    (worst, state) => (SEVERITY[state] > SEVERITY[worst] ? state : worst),
    'ok',
  );
}
