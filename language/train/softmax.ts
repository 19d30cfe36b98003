/** Multinomial logistic regression on few dense inputs (Adam on the whole batch, L2 penalty on scaled inputs). */

export interface Softmax {
  /** Inputs by classes: weights[input * classes + class]. */
  readonly weights: Float64Array;
  readonly biases: Float64Array;
}

export interface SoftmaxOptions {
  readonly classes: number;
  readonly l2: number;
  readonly steps: number;
}

export function fitSoftmax(
  inputs: readonly Float64Array[],
  labels: readonly number[],
  options: SoftmaxOptions,
): Softmax {
  const { classes } = options;
  const width = inputs[0]?.length ?? 0;
  const units = unitsOf(inputs, width);
  const scaled = inputs.map((input) => input.map((value, i) => value * (units[i] as number)));
  const size = (width + 1) * classes;
  const parameters = new Float64Array(size);
  const first = new Float64Array(size);
  const second = new Float64Array(size);
  const gradient = new Float64Array(size);
  for (let step = 1; step <= options.steps; step++) {
    gradient.fill(0);
    scaled.forEach((input, row) => addGradient(gradient, parameters, input, labels[row] as number, classes));
    const rate = 0.05 * (1 - step / (options.steps + 1));
    for (let i = 0; i < size; i++) {
      const penalty = i < width * classes ? options.l2 * (parameters[i] as number) : 0;
      const g = (gradient[i] as number) / inputs.length + penalty;
      first[i] = 0.9 * (first[i] as number) + 0.1 * g;
      second[i] = 0.999 * (second[i] as number) + 0.001 * g * g;
      const unbiased = (first[i] as number) / (1 - 0.9 ** step);
      const spread = Math.sqrt((second[i] as number) / (1 - 0.999 ** step)) + 1e-8;
      parameters[i] = (parameters[i] as number) - (rate * unbiased) / spread;
    }
  }
  const weights = parameters
    .slice(0, width * classes)
    .map((weight, at) => weight * (units[Math.floor(at / classes)] as number));
  return { weights, biases: parameters.slice(width * classes) };
}

/** One over the root mean square of each input, so that one penalty fits all. */
function unitsOf(inputs: readonly Float64Array[], width: number): Float64Array {
  const squares = new Float64Array(width);
  for (const input of inputs)
    for (let i = 0; i < width; i++) squares[i] = (squares[i] as number) + (input[i] as number) ** 2;
  return squares.map((sum) => 1 / (Math.sqrt(sum / Math.max(1, inputs.length)) || 1));
}

function addGradient(
  gradient: Float64Array,
  parameters: Float64Array,
  input: Float64Array,
  label: number,
  classes: number,
): void {
  const width = input.length;
  const p = softmaxOf(rawLogits(parameters, input, classes));
  for (let c = 0; c < classes; c++) {
    p[c] = (p[c] as number) - (c === label ? 1 : 0);
    gradient[width * classes + c] = (gradient[width * classes + c] as number) + (p[c] as number);
  }
  for (let i = 0; i < width; i++) {
    const value = input[i] as number;
    if (value === 0) continue;
    for (let c = 0; c < classes; c++)
      gradient[i * classes + c] = (gradient[i * classes + c] as number) + (p[c] as number) * value;
  }
}

function rawLogits(parameters: Float64Array, input: Float64Array, classes: number): Float64Array {
  const logits = parameters.slice(input.length * classes, (input.length + 1) * classes);
  for (let i = 0; i < input.length; i++) {
    const value = input[i] as number;
    if (value === 0) continue;
    for (let c = 0; c < classes; c++)
      logits[c] = (logits[c] as number) + value * (parameters[i * classes + c] as number);
  }
  return logits;
}

/** What a fitted layer says of an input, one number a class. */
export function logitsOf({ weights, biases }: Softmax, input: Float64Array): Float64Array {
  const parameters = new Float64Array(weights.length + biases.length);
  parameters.set(weights);
  parameters.set(biases, weights.length);
  return rawLogits(parameters, input, biases.length);
}

export function softmaxOf(logits: Float64Array): Float64Array {
  const top = Math.max(...logits);
  const p = logits.map((z) => Math.exp(z - top));
  const sum = p.reduce((a, b) => a + b, 0);
  return p.map((value) => value / sum);
}
