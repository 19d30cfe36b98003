// Copies what the compiler leaves behind into dist/: models, lists, schemas. Add a folder or file to the list.
import { cpSync, existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ASSETS = [
  'language/models',
  'language/lists',
  'tests/services/java',
  'bench/peers/python',
  'bench/peers/streams',
  'compose/nginx',
  'compose/telegraf',
];

const root = dirname(dirname(fileURLToPath(import.meta.url)));
for (const asset of ASSETS) {
  const from = join(root, asset);
  if (existsSync(from)) cpSync(from, join(root, 'dist', asset), { recursive: true });
}
