import { createInterface } from 'node:readline/promises';
import { ChatpulseError } from '../core/errors.ts';

/** Asks whether to do what was shown. @throws ChatpulseError CHATPULSE_CONFIG_INVALID where nobody can be asked */
export async function agreed(): Promise<boolean> {
  if (!process.stdin.isTTY)
    throw new ChatpulseError('CHATPULSE_CONFIG_INVALID', {
      message: 'Nobody can be asked whether to do this: give --yes.',
    });
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await prompt.question('Do this? [y/N] ');
  prompt.close();
  return /^y(es)?$/i.test(answer.trim());
}
