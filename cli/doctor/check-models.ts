import { describeError } from '../../core/errors.ts';
import { createAnalyzer } from '../../language/index.ts';
import { fail, ok, type Finding } from './finding.ts';

/** Loads the models and analyses a sentence. */
export async function checkModels(): Promise<Finding> {
  const startedAt = performance.now();
  try {
    const analyzer = await createAnalyzer();
    const { sentiment } = analyzer.analyze('오늘 방송 정말 재미있어요', []);
    const ms = Math.round(performance.now() - startedAt);
    return ok('models', `${analyzer.version}, loaded in ${ms} ms; a kind sentence is ${sentiment.label}`);
  } catch (error) {
    return fail(
      'models',
      describeError(error),
      'Install the product again: a file of language/models is missing or damaged.',
    );
  }
}
