import { problemSchema, type Problem } from '../http/contract.ts';

/** The problem that an answer carries. Throws where it is none, or of another status. */
export async function problemIn(answer: Response, status: number): Promise<Problem> {
  const type = answer.headers.get('content-type') ?? '';
  if (answer.status !== status || !type.startsWith('application/problem+json'))
    throw new Error(`expected a problem ${status}, got ${answer.status} ${type}`);
  return problemSchema.parse(await answer.json());
}
