import { seededRandom } from '../../dashboards/seed/random.ts';

/** The seed of everything random in these tests: CHATPULSE_SEED, or one of the moment. Printed, so that a run can be done again. */
export const SEED = Number(process.env['CHATPULSE_SEED'] ?? Date.now() % 1_000_000);
process.stderr.write(`CHATPULSE_SEED=${SEED}\n`);

/** Random numbers for one test: the same for the same seed and name. */
export function randomOf(name: string): { below(limit: number): number } {
  let salt = 0;
  for (const letter of name) salt = (salt * 31 + letter.charCodeAt(0)) >>> 0;
  const random = seededRandom((SEED ^ salt) >>> 0);
  return { below: (limit) => Math.floor(random() * limit) };
}
