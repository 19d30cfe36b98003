import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { createSources } from '../producers/registry.ts';
import { describePlatforms } from './platforms.ts';

const platforms = describePlatforms(createSources({ dataDir: '/nowhere' }));

/** The rows of the table in the documentation, without their first cell. */
function rowsOf(table: string): Map<string, string[]> {
  const lines = table.split('\n').filter((line) => line.startsWith('|'));
  const cells = lines.map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  return new Map(cells.map(([name = '', ...rest]) => [name, rest]));
}

it('every platform of the product says what it can tell, and docs/connectors.md says the same', () => {
  const docs = readFileSync(new URL('../docs/connectors.md', import.meta.url), 'utf8');
  const table = /<!-- what each platform tells -->\n([\s\S]*?)\n\n(?!\|)/.exec(docs)?.[1] ?? '';
  const rows = rowsOf(table);
  for (const { platform, capabilities } of platforms) {
    const { removals, paid, backlog, emotes, viewerCount } = capabilities;
    const told = [removals, paid, backlog, emotes, viewerCount].map((has) => (has ? 'yes' : 'no'));
    expect(rows.get(`\`${platform}\``), platform).toEqual(told);
  }
});

it('gives each platform addresses to show', () => {
  expect(platforms.length).toBeGreaterThan(3);
  for (const { forms } of platforms) expect(forms.length).toBeGreaterThan(0);
});
