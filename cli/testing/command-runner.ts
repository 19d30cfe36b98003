import { Command } from 'commander';

/** Runs commands as a user does, by their words; answers what they print. */
export function commandRunner(
  ...registers: readonly ((program: Command) => void)[]
): (...args: readonly string[]) => Promise<string> {
  return async (...args) => {
    const program = new Command('chatpulse').exitOverride().configureOutput({ writeErr: () => undefined });
    for (const register of registers) register(program);
    const write = process.stdout.write;
    let printed = '';
    process.stdout.write = (text: string | Uint8Array) => {
      printed += String(text);
      return true;
    };
    try {
      await program.parseAsync([...args], { from: 'user' });
    } finally {
      process.stdout.write = write;
    }
    return printed;
  };
}
