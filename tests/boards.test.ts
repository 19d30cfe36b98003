import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../core/telemetry/catalogue.ts';
import { BOARDS, FOLDER } from '../dashboards/data-sources.ts';
import { healthMeasurement } from '../dashboards/queries.ts';
import { APPLICATION_BOARD } from '../gateway/http/board-routes.ts';
import { filledIn } from './boards/ask-boards.ts';
import { boardQueries, drawing, readBoards } from './boards/board-queries.ts';
import { READERS } from '../cli/readers.ts';
import { grafanaAlerts } from '../dashboards/grafana-alerts.ts';

const boards = readBoards();

describe('boards', () => {
  it('are five, with the uids that links name', () => {
    expect(boards.map(({ uid }) => uid).sort()).toEqual(Object.values(BOARDS).sort());
    expect(APPLICATION_BOARD).toBe(BOARDS.application);
  });

  it.each(boards)(
    '$title says of every panel what it shows, and no two lie upon each other',
    ({ panels }) => {
      const cells = new Set<string>();
      expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
      for (const { type, title, description, gridPos, targets } of panels) {
        expect(title).not.toBe('');
        if (type !== 'row') {
          expect(description, title).toBeTruthy();
          expect(targets?.length, title).toBeGreaterThan(0);
        }
        expect(gridPos.x + gridPos.w, title).toBeLessThanOrEqual(24);
        for (let x = gridPos.x; x < gridPos.x + gridPos.w; x += 1)
          for (let y = gridPos.y; y < gridPos.y + gridPos.h; y += 1) {
            expect(cells.has(`${x},${y}`), `${title} lies upon another`).toBe(false);
            cells.add(`${x},${y}`);
          }
      }
    },
  );

  it('ask only the data sources that are provisioned, and leave nothing to fill in', () => {
    const sources = readFileSync(
      resolve(import.meta.dirname, '../compose/grafana/datasources/influxdb.yaml'),
      'utf8',
    );
    for (const { source, query, where } of boardQueries()) {
      expect(sources, where).toContain(`uid: ${source}\n`);
      expect(filledIn(query, { from: 0, to: 1, interval: 1 }), where).not.toMatch(/\$(?!\/)/);
    }
  });

  it('lead to the product, not to a page of Grafana: it puts its own path before a link that begins with a slash', () => {
    // `percentencode` puts braces round the choice of a variable of which several may be chosen, also round one.
    expect(JSON.stringify(boards.map(({ links }) => links))).not.toContain('percentencode');
    for (const { title, links } of boards) {
      const toProduct = links.filter(({ url }) => url !== '');
      expect(toProduct, title).not.toEqual([]);
      for (const { url } of toProduct) {
        const { pathname } = new URL(url.replace(/\$\{.*\}/, 'x'), 'https://chat.example/grafana/');
        expect(url, title).not.toMatch(/^\//);
        expect(pathname, title).toMatch(/^\/(broadcasts\/x)?$/);
      }
    }
  });

  it('are in another folder than the rules: Grafana refuses boards where a folder of rules has their title', () => {
    const provider = readFileSync(
      resolve(import.meta.dirname, '../compose/grafana/dashboards/boards.yaml'),
      'utf8',
    );
    expect(provider).toContain(`folder: ${FOLDER.title}\n`);
    expect(grafanaAlerts().groups.map(({ folder }) => folder)).not.toContain(FOLDER.title);
  });

  it('draw every reader of the pipeline, all boxes within the panel, and lines between boxes that are there', () => {
    const boxes = drawing();
    const names = boxes.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { part } of READERS) expect(names).toContain(part);
    for (const { name, placement, connections = [] } of boxes) {
      const { left, right, top, bottom } = placement;
      expect(Math.min(left, right, top, bottom), name).toBeGreaterThanOrEqual(0);
      expect(Math.max(left + right, top + bottom), name).toBeLessThan(100);
      for (const { targetName } of connections) expect(names).toContain(targetName);
    }
  });

  it('get the health of every role of the stack (they were empty: no role was told the collector)', () => {
    const stack = readFileSync(resolve(import.meta.dirname, '../compose/compose.yaml'), 'utf8');
    const common = /^x-environment:.*\n((?: {2}.*\n)+)/m.exec(stack)?.[1] ?? '';
    expect(common).toContain('CHATPULSE_STATSD: telegraf:8125\n');
    expect(stack).toContain('CHATPULSE_GRAFANA_URL: ${CHATPULSE_ORIGIN:?see env.template}/grafana\n');
  });

  it('show every metric of the catalogue', () => {
    const asked = boardQueries().map(({ query }) => query);
    const missing = Object.keys(CATALOGUE).filter(
      (name) =>
        !asked.some((query) => query.includes(`"${healthMeasurement(name as keyof typeof CATALOGUE)}"`)),
    );
    expect(missing).toEqual([]);
  });
});
