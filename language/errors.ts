/** Codes of the errors of this package; the table of all errors says what each means and what to do. */
export type LanguageErrorCode =
  | 'CHATPULSE_MODEL_INVALID'
  | 'CHATPULSE_TRAINING_DATA_MISSING'
  | 'CHATPULSE_FILE_UNREADABLE'
  | 'CHATPULSE_COLUMN_MISSING'
  | 'CHATPULSE_TASK_UNKNOWN'
  | 'CHATPULSE_LABEL_UNKNOWN'
  | 'CHATPULSE_TABLE_EMPTY';

/** Coded failure of the language models or their training: `code` is stable, `message` says what happened and what to do. */
export class LanguageError extends Error {
  readonly code: LanguageErrorCode;

  constructor(code: LanguageErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'LanguageError';
    this.code = code;
  }
}

/** Error for a model or list file that is missing or damaged. */
export function modelInvalid(file: string, reason: string, cause?: unknown): LanguageError {
  return new LanguageError(
    'CHATPULSE_MODEL_INVALID',
    `Language model file "${file}" ${reason}. Restore it from the repository, or rebuild the models with ` +
      '"npm run train -- --data DIR"; if the program was built, build it again so that the files are copied.',
    { cause },
  );
}
