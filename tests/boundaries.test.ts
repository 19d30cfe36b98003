/** The rule that keeps imports pointing one way: each forbidden import, tried on purpose, must be refused. */
import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';

/** A file of each part that really exists, for the rule to find. */
const TARGETS = {
  core: 'core/errors.ts',
  language: 'language/types.ts',
  producers: 'producers/port.ts',
  processors: 'processors/words/words.ts',
  sinks: 'sinks/metrics/port.ts',
  gateway: 'gateway/options.ts',
  cli: 'cli/threads/query-thread.ts',
};
type Part = keyof typeof TARGETS;
const PARTS = Object.keys(TARGETS) as Part[];

const ALLOWED: Readonly<Record<Part, readonly Part[]>> = {
  core: ['core'],
  language: ['language'],
  producers: ['producers', 'core', 'language'],
  processors: ['processors', 'core', 'language'],
  sinks: ['sinks', 'core', 'language'],
  gateway: ['gateway', 'core', 'language', 'sinks'],
  cli: PARTS,
};

async function importIsRefused(eslint: ESLint, from: Part, to: Part): Promise<boolean> {
  // A place that exists, so that the parser knows the file; the text is what is checked.
  const filePath = TARGETS[from];
  const up = '../'.repeat(filePath.split('/').length - 1);
  const [result] = await eslint.lintText(`import '${up}${TARGETS[to]}';\n`, { filePath });
  return (result?.messages ?? []).some((message) => message.ruleId === 'boundaries/dependencies');
}

describe('imports point one way', () => {
  const eslint = new ESLint();
  for (const from of PARTS)
    it(`${from} may import ${ALLOWED[from].join(', ')} and nothing else`, async () => {
      const refused: Part[] = [];
      for (const to of PARTS) if (await importIsRefused(eslint, from, to)) refused.push(to);
      expect(refused).toEqual(PARTS.filter((part) => !ALLOWED[from].includes(part)));
    });
});
