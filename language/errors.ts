/** Coded failure of the language models: `code` is stable, `message` says what happened and what to do. */
export class LanguageError extends Error {
  readonly code: 'CHATPULSE_MODEL_INVALID';

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'LanguageError';
    this.code = 'CHATPULSE_MODEL_INVALID';
  }
}

/** Error for a model or list file that is missing or damaged. */
export function modelInvalid(file: string, reason: string, cause?: unknown): LanguageError {
  return new LanguageError(
    `Language model file "${file}" ${reason}. Restore it from the repository, or rebuild the models with ` +
      '"npm run train -- --data DIR"; if the program was built, build it again so that the files are copied.',
    { cause },
  );
}
