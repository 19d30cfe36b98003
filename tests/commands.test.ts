import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { dataFiles } from '../core/data-folder.ts';
import { createCodec } from '../core/events/codec.ts';
import { openEmbeddedLog } from '../core/log/embedded/embedded-log.ts';
import { verifyFolder } from '../cli/verify/verify-folder.ts';
import { runCommand, startLasting, startServer } from './faults/server-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'chatpulse-commands-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('chatpulse', () => {
  it('knows every command that the documentation names', async () => {
    const pages = ['README.md', 'docs/operations.md', 'docs/many-machines.md'].map((page) =>
      readFileSync(new URL(`../${page}`, import.meta.url), 'utf8'),
    );
    const named = new Set(
      pages
        .flatMap((text) => [
          ...text.matchAll(/`(?:npx )?chatpulse ([a-z-]+)|^(?:npx )?chatpulse ([a-z-]+)/gm),
        ])
        .map(([, inline, line]) => inline ?? line ?? ''),
    );
    expect(named.size).toBeGreaterThan(8);
    const { stdout } = await runCommand(['--help']);
    for (const name of named) expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'));
  });

  it('ends what it says of wrong usage with what is wrong, not with pages of help', async () => {
    const { code, stderr } = await runCommand(['export', 'x', '--format', 'xml']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: .*xml.*\nAdd --help to see how it is used\.\n$/);
  });

  it('has every npm script that the documentation names', () => {
    const read = (page: string): string => readFileSync(new URL(`../${page}`, import.meta.url), 'utf8');
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const pages = [
      'README.md',
      'CONTRIBUTING.md',
      'docs/operations.md',
      'docs/many-machines.md',
      'docs/models/README.md',
    ];
    const named = pages.flatMap((page) => [...read(page).matchAll(/npm run (?:--silent )?([a-z0-9:-]+)/g)]);
    expect(named.length).toBeGreaterThan(10);
    expect(named.map(([, name]) => name).filter((name) => scripts[name ?? ''] === undefined)).toEqual([]);
  });
});

describe('the table of settings', () => {
  it('has every setting of the product, each once', () => {
    const read = (page: string): string => readFileSync(new URL(`../${page}`, import.meta.url), 'utf8');
    const known = ['config', 'notice-settings', 'telemetry-settings'].flatMap((file) =>
      [...read(`core/${file}.ts`).matchAll(/^ {2}(CHATPULSE_\w+):/gm)].map(([, name]) => name ?? ''),
    );
    expect(known.length).toBeGreaterThan(40);
    const described = (page: string): string[] =>
      [...read(page).matchAll(/^\|(?: `CHATPULSE_\w+`,?)+/gm)].flatMap(
        ([names]) => names.match(/CHATPULSE_\w+/g) ?? [],
      );
    const operations = described('docs/operations.md');
    expect(operations.filter((name, index) => operations.indexOf(name) !== index)).toEqual([]);
    const everywhere = new Set([...operations, ...described('docs/notices.md')]);
    expect(known.filter((name) => !everywhere.has(name))).toEqual([]);
  });
});

describe('chatpulse run', () => {
  it('is not ready before all of its parts run', async () => {
    const env = {
      CHATPULSE_LOG: 'kafka://127.0.0.1:1',
      CHATPULSE_ARCHIVE: 'mongodb://127.0.0.1:1/chatpulse',
      CHATPULSE_METRICS: 'influxdb://127.0.0.1:1/chatpulse',
      CHATPULSE_LOG_LEVEL: 'silent',
    };
    // A gateway waits for the log, which nobody has found to be away yet.
    const args = ['run', 'gateway', '--port', '0', '--health-port', '0', '--data', join(folder, 'waiting')];
    const role = startLasting(args, /(http:\S+)\/readyz/, { env });
    try {
      const health = await role.ready;
      await expect
        .poll(async () => (await fetch(`${health}/metrics`)).text(), { timeout: 10_000 })
        .toContain('chatpulse_part_up{part="log"}');
      const answer = await fetch(`${health}/readyz`);
      expect(answer.status).toBe(503);
      expect(((await answer.json()) as { failing: string[] }).failing).toContain('start');
    } finally {
      await role.kill();
    }
  });
});

describe('chatpulse replay', () => {
  it('by itself ends when everything is analysed and archived, not when the recording is read', async () => {
    const lines = 4_000;
    const file = join(folder, 'evening.jsonl');
    const line = (i: number): string =>
      JSON.stringify({ id: `m${i}`, author: `a${i % 40}`, text: `line ${i} 재밌네요`, time: i * 20 });
    writeFileSync(file, Array.from({ length: lines }, (_, i) => `${line(i)}\n`).join(''));
    const dataDir = join(folder, 'data');

    const run = await runCommand(['replay', file, '--speed', 'max', '--data', dataDir]);
    expect(run).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^replay-evening-\S+\tended\tended\n$/),
    });
    const report = await verifyFolder({ dataDir });
    expect(report.problems).toEqual([]);
    expect(report.rules.find(({ rule }) => rule === 'archived')?.checked).toBe(lines);
    expect(existsSync(join(dataDir, 'run.json'))).toBe(false);
  });

  it('tells of lines that it did not understand, and verify counts each of them', async () => {
    const file = join(folder, 'half.jsonl');
    writeFileSync(file, '{"text":"hello"}\nnot json\n{"text":"hi"}\n{"nothing":1}\nnope\n');
    const dataDir = join(folder, 'half');
    const run = await runCommand(['replay', file, '--data', dataDir, '--speed', 'max']);
    expect(run).toMatchObject({ code: 0, stderr: expect.stringContaining('3 lines were not understood') });
    const report = await verifyFolder({ dataDir });
    expect(report.ok).toBe(true);
    const of = { topic: 'chat.raw', handler: 'producers/replay' };
    expect(report.deadLetters).toEqual(
      expect.arrayContaining([
        { ...of, reason: 'not JSON', count: 2 },
        { ...of, reason: 'no text', count: 1 },
      ]),
    );
  });
});

describe('chatpulse replay beside a server', () => {
  it('never writes over a recording that is there', async () => {
    const dataDir = join(folder, 'served');
    const recordings = dataFiles(dataDir).recordings;
    const file = join(folder, 'talk.jsonl');
    const server = startServer(dataDir);
    try {
      await server.ready;
      const replayed = async (text: string): Promise<void> => {
        writeFileSync(file, `{"text":"${text}"}\n`);
        const run = await runCommand(['replay', file, '--speed', 'max', '--data', dataDir]);
        expect(run).toMatchObject({ code: 0 });
      };
      await replayed('one');
      const place = join(recordings, 'talk.jsonl');
      const { mtimeNs } = statSync(place, { bigint: true });
      await replayed('one');
      expect(statSync(place, { bigint: true }).mtimeNs).toBe(mtimeNs);
      await replayed('two');
      expect(readFileSync(place, 'utf8')).toContain('one');
      expect(readdirSync(recordings)).toEqual(['2-talk.jsonl', 'talk.jsonl']);
    } finally {
      await server.stop();
    }
  });
});

describe('chatpulse watch', () => {
  it('by itself stops the capture when nobody reads its output any more', async () => {
    const dataDir = join(folder, 'watched');
    const main = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
    const script = '"$0" "$1" watch demo:showcase --data "$2" | head -n 1';
    const run = await promisify(execFile)('sh', ['-c', script, process.execPath, main, dataDir]);
    expect(run.stdout).toMatch(/^\d\d:\d\d:\d\d /);

    const log = openEmbeddedLog({ file: dataFiles(dataDir).log });
    const codec = createCodec();
    const types: string[] = [];
    for (const { partition } of await log.ranges('broadcast.events'))
      for (const record of await log.read({ topic: 'broadcast.events', partition, offset: 0 }))
        types.push(codec.decode(record.value).type);
    await log.close();
    expect(types.slice(-2)).toEqual(['WatchStopped', 'BroadcastEnded']);
  });

  it('ends with 2 where the address is none', async () => {
    const run = await runCommand(['watch', 'htp:/nowhere', '--data', join(folder, 'nowhere')]);
    expect(run).toMatchObject({ code: 2, stderr: expect.stringMatching(/^CHATPULSE_URL_UNKNOWN: /m) });
  });
});

describe('chatpulse analyze', () => {
  it('says which file it cannot read', async () => {
    const missing = join(folder, 'no-such-file.txt');
    expect(await runCommand(['analyze', missing])).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(
        /^CHATPULSE_FILE_UNREADABLE: .*no-such-file\.txt cannot be read \(ENOENT\)/,
      ),
    });
  });
});

describe('chatpulse up', () => {
  it('ends with 2 where its settings would open it to others without a token', async () => {
    const run = await runCommand(['up', '--host', '0.0.0.0', '--port', '0', '--data', join(folder, 'open')]);
    expect(run).toMatchObject({ code: 2, stderr: expect.stringMatching(/^CHATPULSE_TOKEN_REQUIRED: /m) });
  });
});

describe('chatpulse analyze', () => {
  it('--explain adds what moved each score', async () => {
    const file = join(folder, 'texts.txt');
    writeFileSync(file, '오늘 방송 정말 좋았어요\n\n씨발 뭐하냐\n');
    const { stdout, code } = await runCommand(['analyze', '--explain', file]);
    expect(code).toBe(0);
    const answers = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as ExplainedAnswer);
    expect(answers).toHaveLength(3);
    for (const { sentiment, explain } of answers) {
      const sum = explain.sentiment.reduce((all, { weight }) => all + weight, 0);
      expect(1 / (1 + Math.exp(-sum))).toBeCloseTo(sentiment.positive, 9);
    }
    expect(answers[2]?.explain.matches).toMatchObject([{ start: 0, end: 2, severity: 3 }]);
    const plain = await runCommand(['analyze', file]);
    expect(plain.stdout).not.toContain('explain');
  });
});

interface ExplainedAnswer {
  readonly sentiment: { readonly positive: number };
  readonly explain: {
    readonly sentiment: readonly { readonly weight: number }[];
    readonly matches: readonly object[];
  };
}

describe('chatpulse evaluate', () => {
  const table = join(folder, 'labelled.tsv');

  it('prints figures, for readers and for programs', async () => {
    writeFileSync(table, 'text\tlabel\n정말 재미있어요\t1\n최악이다 시간 낭비\t0\n');
    const report = await runCommand(['evaluate', '--task', 'sentiment', table]);
    expect(report).toMatchObject({ code: 0, stdout: expect.stringMatching(/^accuracy +1\.0000$/m) });
    const json = await runCommand(['evaluate', '--task', 'sentiment', '--json', table]);
    expect(JSON.parse(json.stdout)).toMatchObject({ task: 'sentiment', rows: 2, accuracy: 1 });
  });
  it('says what is wrong: with the table 1, with the command line 2', async () => {
    writeFileSync(table, 'text\ttag\n정말 재미있어요\t1\n');
    const column = await runCommand(['evaluate', '--task', 'sentiment', table]);
    expect(column).toMatchObject({ code: 1, stderr: expect.stringMatching(/^CHATPULSE_COLUMN_MISSING: /) });
    const label = await runCommand(['evaluate', '--task', 'emotion', '--label', 'tag', table]);
    expect(label).toMatchObject({ code: 1, stderr: expect.stringMatching(/^CHATPULSE_LABEL_UNKNOWN: /) });
    expect(await runCommand(['evaluate', table])).toMatchObject({ code: 2 });
    expect(await runCommand(['evaluate', '--task', 'taste', table])).toMatchObject({ code: 2 });
  });
});
