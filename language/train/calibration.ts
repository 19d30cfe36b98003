/** Fits p = floor + (1 - 2 floor) * sigmoid(a z + b) to labels by descending on the log loss. */
export interface Link {
  readonly floor: number;
  readonly a: number;
  readonly b: number;
}

export function applyLink(link: Link, z: number): number {
  return link.floor + (1 - 2 * link.floor) / (1 + Math.exp(-(link.a * z + link.b)));
}

/** Coordinate search with shrinking steps: three numbers need no more. */
export function fitLink(
  z: Float64Array,
  labels: Float64Array,
  start: Link = { floor: 0.02, a: 1, b: 0 },
): Link {
  let best = start;
  let bestLoss = logLoss(best, z, labels);
  const steps = { floor: 0.01, a: 0.2, b: 0.2 };
  for (let round = 0; round < 60; round++) {
    let improved = false;
    for (const name of ['floor', 'a', 'b'] as const) {
      for (const sign of [1, -1]) {
        const next = { ...best, [name]: best[name] + sign * steps[name] };
        if (next.floor < 0.0005 || next.floor > 0.2 || next.a <= 0) continue;
        const loss = logLoss(next, z, labels);
        if (loss >= bestLoss) continue;
        best = next;
        bestLoss = loss;
        improved = true;
        break;
      }
    }
    if (!improved) for (const name of ['floor', 'a', 'b'] as const) steps[name] /= 2;
  }
  return best;
}

function logLoss(link: Link, z: Float64Array, labels: Float64Array): number {
  let loss = 0;
  for (let i = 0; i < z.length; i++) {
    const p = applyLink(link, z[i] as number);
    loss -= (labels[i] as number) * Math.log(p) + (1 - (labels[i] as number)) * Math.log(1 - p);
  }
  return loss / z.length;
}
