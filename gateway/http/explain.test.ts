import { beforeAll, describe, expect, test } from 'vitest';
import {
  createAnalyzerAndExplainer,
  EMOTION_NAMES_KO,
  type AnalyzerAndExplainer,
} from '../../language/index.ts';
import type { Harness } from '../testing/harness.ts';
import { startsHarnesses } from '../testing/harnesses.ts';
import { problemIn } from '../testing/problem.ts';
import { analyzeAnswerSchema, feelCheckAnswerSchema } from './contract.ts';

let language: AnalyzerAndExplainer;
const startHarness = startsHarnesses();

beforeAll(async () => {
  language = await createAnalyzerAndExplainer();
});

function start(limits = {}): Promise<Harness> {
  const { analyzer, explainer } = language;
  return startHarness({
    limits,
    gateway: {
      analyze: async (text, emotes) => analyzer.analyze(text, emotes),
      explain: async (text, emotes, rules) => explainer().explain(text, emotes, { ...(rules && { rules }) }),
    },
  });
}

describe('an explained answer', () => {
  const ask = async (body: object) =>
    analyzeAnswerSchema.parse(await (await (await start()).post('/api/analyze', body)).json());

  test('comes when it is asked for, and adds up', async () => {
    const { sentiment, explain } = await ask({ text: '오늘 방송 정말 좋았어요', explain: true });
    const sum = (explain?.sentiment ?? []).reduce((all, { weight }) => all + weight, 0);
    expect(1 / (1 + Math.exp(-sum))).toBeCloseTo(sentiment.positive, 9);
    expect(Object.keys(explain?.emotion ?? {})).toEqual(Object.keys(EMOTION_NAMES_KO));
    expect(explain?.words).toHaveLength(4);
    expect(explain?.version).toBe(language.analyzer.version);
    expect(await ask({ text: '오늘 방송 정말 좋았어요' })).not.toHaveProperty('explain');
  });
  test('does not read emotes as words', async () => {
    const emotes = [{ name: 'happy', start: 0, end: 5 }];
    const { explain, words } = await ask({ text: 'happy 안녕', emotes, explain: true });
    expect(words).toEqual(['happy', '안녕']);
    expect(explain?.words).toMatchObject([{ start: 6, end: 8 }]);
  });
  test('is under the rules that hold on the channel now, and names them', async () => {
    const harness = await start();
    const channelId = 'twitch-somebody';
    const put = (rules: object): Promise<Response> =>
      harness.fetch(`/api/channels/${channelId}/rules`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(rules),
      });
    const asked = async (extra: object) =>
      analyzeAnswerSchema.parse(
        await (await harness.post('/api/analyze', { text: '고구마 병신', ...extra })).json(),
      );
    const before = await asked({ channelId, explain: true });
    expect(before).toMatchObject({ masked: '고구마 **', rules: { channelId, version: 0 } });
    expect(before.explain?.matches).toMatchObject([{ entry: '병신', by: 'list', masked: true }]);

    expect((await put({ mask: ['고구마'], allow: ['병신'] })).status).toBe(200);
    const { explain, ...after } = await asked({ channelId, explain: true });
    expect(after).toMatchObject({ masked: '*** 병신', rules: { channelId, version: 1 } });
    expect(explain?.matches).toMatchObject([{ entry: '고구마', by: 'channel', masked: true }]);
    expect(explain?.allowed).toMatchObject([{ start: 4, end: 6, entry: '병신', by: 'channel' }]);
    expect(await asked({ channelId })).toEqual(after);
    expect(await asked({})).toMatchObject({ masked: '고구마 **' });
    expect(await asked({})).not.toHaveProperty('rules');
  });
  test('names the fields that are wrong', async () => {
    const harness = await start();
    const wrong = {
      text: 'x',
      emotes: [{ name: 'x', start: -1, end: 1 }],
      explain: 'yes',
      channelId: 'Some body',
    };
    const problem = await problemIn(await harness.post('/api/analyze', wrong), 400);
    expect(problem.errors?.map(({ path }) => path)).toEqual(['emotes.0.start', 'explain', 'channelId']);
  });
});

describe('feel-check', () => {
  test('names the emotion in Korean, with the scores of all seven', async () => {
    const harness = await start();
    const response = await harness.post('/api/feel-check', { message: '너무 슬퍼서 눈물이 났다' });
    const { result, scores } = feelCheckAnswerSchema.parse(await response.json());
    expect(result).toBe('슬픔');
    expect(Object.keys(scores)).toEqual(['화남', '기쁨', '무서움', '싫음', '놀람', '평화로움', '슬픔']);
    expect(Object.values(scores).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
    expect(scores[result]).toBe(Math.max(...Object.values(scores)));
  });
  test('has the limits of the other routes', async () => {
    const harness = await start();
    const ask = (body: object) => harness.post('/api/feel-check', body);
    for (const body of [
      {},
      { message: '' },
      { message: '  ' },
      { message: 7 },
      { message: 'x'.repeat(10_001) },
    ])
      expect((await problemIn(await ask(body), 400)).errors?.map(({ path }) => path)).toEqual(['message']);
    await problemIn(await ask({ message: 'x'.repeat(70_000) }), 413);
    const busy = await start({ requestsPerSecond: 0.01, requestBurst: 1 });
    expect((await busy.post('/api/feel-check', { message: '안녕' })).status).toBe(200);
    await problemIn(await busy.post('/api/feel-check', { message: '안녕' }), 429);
  });
  test('is described', async () => {
    const harness = await start();
    const document = (await (await harness.fetch('/api/openapi.json')).json()) as {
      paths: Record<string, object>;
    };
    expect(document.paths['/api/feel-check']).toMatchObject({
      post: { requestBody: { required: true }, responses: { 200: {}, 400: {}, 413: {}, 429: {} } },
    });
  });
});
