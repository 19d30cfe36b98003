import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { SHIPPED } from '../load.ts';
import { loadModelReports } from './load.ts';

const folder = mkdtempSync(join(tmpdir(), 'chatpulse-reports-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the reports of the shipped models', () => {
  it('are of their very version, and of what was not learned from', async () => {
    const models = await loadModelReports();
    const measured = models.filter(({ report }) => report !== undefined);
    expect(measured.length).toBe(6);
    for (const { model, version, report, bytes } of measured) {
      expect(bytes, model).toBeGreaterThan(100_000);
      expect(report?.version, model).toBe(version);
      expect(report?.accuracy, model).toBeGreaterThan(0.5);
      expect(
        report?.confusion.flat().reduce((a, b) => a + b, 0),
        model,
      ).toBe(report?.rows);
    }
  });

  it('are none when they are of another version or not to be read', async () => {
    cpSync(fileURLToPath(new URL('models', SHIPPED)), join(folder, 'models'), { recursive: true });
    const file = (model: string): string => join(folder, 'models', `${model}.json`);
    const old = readFileSync(file('abuse-ko'), 'utf8').replace(
      /"version":"[^"]+"/,
      '"version":"000000000000"',
    );
    writeFileSync(file('abuse-ko'), old);
    writeFileSync(file('abuse-en'), '{"half a rep');
    rmSync(file('emotion-en'));
    const models = await loadModelReports(pathToFileURL(`${folder}/`));
    const without = models.filter(({ report }) => report === undefined).map(({ model }) => model);
    expect(without).toEqual(expect.arrayContaining(['abuse-en', 'abuse-ko', 'emotion-en']));
    expect(without).not.toContain('sentiment-en');
  });
});
