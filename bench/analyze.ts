/**
 * `npm run bench:analyze [-- --data FILE] [--messages N]`: messages a second on one core, whole and by stage, with
 * cold and warm caches, and what the models cost to load and to hold. Prints; judges nothing.
 */
import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { MessageAnalyzer } from '../language/analyzer.ts';
import { EnglishFeatures } from '../language/features/english.ts';
import { emptyScores } from '../language/model/language-scorer.ts';
import { KoreanFeatures } from '../language/features/korean.ts';
import { loadModels } from '../language/load.ts';
import { ProfanityMatcher } from '../language/profanity/matcher.ts';
import { NormalisedText } from '../language/text/normalise.ts';
import { loadMorphemeAnalyser } from '../language/words/morphemes.ts';
import { WordReader } from '../language/words/word-reader.ts';

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: '../shared/data/chat_twitch_ko.jsonl.gz' },
    messages: { type: 'string', default: '100000' },
  },
});

/** Texts of our own, for where no recording is at hand. */
const OWN = [
  '오늘 방송 진짜 재밌다 ㅋㅋㅋㅋ',
  '와 이걸 이기네',
  'ㄹㅇㅋㅋ',
  '아 너무 아쉽다 ㅠㅠ',
  'gg well played',
  '다음 판은 뭐 하나요?',
  '소리가 좀 작아요',
  'LUL LUL',
  '그건 좀 아닌듯',
  '안녕하세요 처음 왔어요!',
  'that was insane',
  '형 밥은 먹었어?',
  'ㄷㄷㄷㄷ',
  '이 맵 너무 무섭다',
  '개꿀잼이네 ㅋㅋ',
];

function readTexts(): string[] {
  const limit = Number(values.messages);
  if (!existsSync(values.data)) {
    console.log(`No ${values.data}: measuring on ${OWN.length} texts of our own, repeated.`);
    return Array.from({ length: limit }, (_, i) => `${OWN[i % OWN.length]} ${i % 997}`);
  }
  const bytes = readFileSync(values.data);
  const content = (values.data.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  return content
    .split('\n', limit)
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as { text: string }).text);
}

/** Prints and gives back messages per second of processor time, which other programs on the machine do not change. */
function measure(name: string, texts: readonly string[], work: (text: string) => unknown): number {
  const before = process.cpuUsage();
  const clock = performance.now();
  for (const text of texts) work(text);
  const wall = performance.now() - clock;
  const { user, system } = process.cpuUsage(before);
  const cpu = (user + system) / 1000;
  const rate = Math.round((texts.length / cpu) * 1000);
  const byClock = Math.round((texts.length / wall) * 1000);
  console.log(
    `${name.padEnd(32)} ${String(rate).padStart(8)} messages/s of processor time, ` +
      `${((cpu * 1000) / texts.length).toFixed(2).padStart(7)} us a message (${byClock}/s by the clock)`,
  );
  return rate;
}

// First of all, as a server does it: garbage of the texts would count as its own.
const before = process.memoryUsage();
const clock = performance.now();
const models = await loadModels();
const modelsMs = performance.now() - clock;
const morphemes = await loadMorphemeAnalyser();
const analyzer = MessageAnalyzer.of(models, morphemes);
const allMs = performance.now() - clock;
globalThis.gc?.();
const after = process.memoryUsage();
const held = (after.rss - before.rss) / 1e6;
console.log(
  `load: models ${modelsMs.toFixed(0)} ms, with morphemes and listed words ${allMs.toFixed(0)} ms; resident memory ${held.toFixed(0)} MB more than before; version ${analyzer.version}`,
);
const texts = readTexts();

const cold = measure('analyze, cold caches', texts, (text) => analyzer.analyze(text));
const warm = measure('analyze, warm caches', texts, (text) => analyzer.analyze(text));
console.log(`warm / cold: ${(warm / cold).toFixed(1)}`);
const ruleWords = (count: number, prefix: string): string[] =>
  Array.from({ length: count }, (_, i) => `${prefix}${String.fromCodePoint(0xac00 + i * 11)}`);
const compileClock = performance.now();
const ruled = analyzer.withRules({
  mask: ruleWords(400, '가림'),
  allow: ruleWords(100, '허용'),
  severity: 1,
});
console.log(`rules of 500 words compiled in ${(performance.now() - compileClock).toFixed(0)} ms`);
const underRules = measure('analyze under those, warm', texts, (text) => ruled.analyze(text));
console.log(`under rules / without: ${(underRules / warm).toFixed(2)}`);
console.log(`resident memory after: ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB`);

console.log('By stage, warm:');
const words = new WordReader(morphemes);
const text = new NormalisedText();
const korean = new KoreanFeatures();
const english = new EnglishFeatures();
const matcher = new ProfanityMatcher(models.profanity);
const scores = emptyScores();
for (const each of texts) {
  text.read(each);
  words.read(text);
}
const normalise = (each: string): void => text.read(each);
const tokenise = (each: string): void => {
  text.read(each);
  words.read(text);
};
const features = (each: string): void => {
  tokenise(each);
  korean.extract(text, words.entries);
};
measure('normalise', texts, normalise);
measure('+ tokenise (cached words)', texts, tokenise);
measure('+ Korean features', texts, features);
measure('+ sentiment, abuse, emotion', texts, (each) => {
  features(each);
  models.korean.score(korean.keys, scores);
});
measure('normalise + English features', texts, (each) => {
  normalise(each);
  english.extract(text);
});
measure('profanity matcher alone', texts, (each) => matcher.find(each));
