import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { interpretAction } from '../../producers/youtube/interpret.ts';
import { isObject } from '../../producers/json-fields.ts';
import { at } from '../../producers/youtube/json.ts';

const USAGE = `Reads captures of YouTube's chat and prints what becomes of them.

  npm run captures:youtube -- DIR

  DIR   a folder of .json files, each holding answers or actions of the chat
`;

type Counts = Map<string, number>;

/** The actions in a capture, however deep they stand. */
function actionsIn(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap(actionsIn);
  if (!isObject(value)) return [];
  const chat = at(value, 'liveChatContinuation', 'actions');
  if (Array.isArray(chat)) return chat as readonly unknown[];
  if (Object.keys(value).some((name) => /(?:Action|Command)$/.test(name))) return [value];
  if (isObject(value['bannerRenderer'])) return [{ addBannerToLiveChatCommand: value }];
  if (typeof value['timestampUsec'] === 'string') return [{ addChatItemAction: { item: named(value) } }];
  return Object.values(value).flatMap(actionsIn);
}

/** Some collections leave out what a renderer is. Only the platform itself speaks without being an author. */
function named(renderer: object): unknown {
  return 'authorName' in renderer
    ? { liveChatTextMessageRenderer: renderer }
    : { liveChatViewerEngagementMessageRenderer: renderer };
}

function add(counts: Counts, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

/** The kinds of an action and of what it holds, for the table. */
function kindOf(action: unknown): string {
  const [name = 'none'] = isObject(action) ? Object.keys(action).filter((key) => !/Params$/.test(key)) : [];
  const inner = at(action, name, 'actions', 0);
  if (inner !== undefined) return `${name} > ${kindOf(inner)}`;
  const item = at(action, name, 'item');
  return isObject(item) ? `${name} > ${Object.keys(item).join()}` : name;
}

function count(action: unknown, became: Counts): void {
  const { events, nothing } = interpretAction(action);
  for (const event of events) {
    if (event.type === 'message') {
      const { kind, paid } = event.message;
      add(became, `message, ${kind}${paid ? `, ${paid.kind} in ${paid.currency}` : ''}`);
    } else add(became, event.type === 'unparsed' ? `UNPARSED: ${event.reason}` : event.type);
  }
  for (const name of nothing) add(became, `set aside: ${name}`);
  if (events.length + nothing.length === 0) add(became, 'LOST');
}

function print(title: string, counts: Counts): void {
  const rows = [...counts].sort(([a], [b]) => a.localeCompare(b));
  const total = rows.reduce((sum, [, number]) => sum + number, 0);
  const lines = [...rows, ['total', total] as const].map(
    ([name, number]) => `${String(number).padStart(7)}  ${name}`,
  );
  process.stdout.write(`\n${title}\n${lines.join('\n')}\n`);
}

function main(folder: string): void {
  const actions: Counts = new Map();
  const became: Counts = new Map();
  const empty: string[] = [];
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  for (const file of files) {
    const found = actionsIn(JSON.parse(readFileSync(join(folder, file), 'utf8')));
    if (found.length === 0) empty.push(file);
    for (const action of found) {
      add(actions, kindOf(action));
      count(action, became);
    }
  }
  print('Actions', actions);
  print('What they became', became);
  process.stdout.write(`\n${files.length} files; without an action: ${empty.join(', ') || 'none'}\n`);
}

const [folder] = process.argv.slice(2);
if (folder === undefined || folder.startsWith('-')) {
  process.stderr.write(USAGE);
  process.exitCode = 2;
} else main(folder);
