import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import { ANNOTATIONS } from './annotations.ts';
import { BOARDS, type BoardName } from './data-sources.ts';

export interface BoardOptions {
  readonly name: BoardName;
  readonly title: string;
  readonly about: string;
  readonly variables: readonly Builder<dashboard.VariableModel>[];
  /** Rows from above, each with a heading. */
  readonly rows: readonly BoardRow[];
  /** The range it opens with. */
  readonly from?: string;
  /** More links, beside those to the other boards and the product. */
  readonly links?: readonly Builder<dashboard.DashboardLink>[];
}

export interface BoardRow {
  readonly title: string;
  readonly panels: readonly Builder<dashboard.Panel>[];
}

const TAG = 'chatpulse';
/** Of Grafana 10.4 and 11.0. Later ones bring it up to theirs; that of the kit is later than Grafana 11's, which some refuse. */
const SCHEMA = 39;

/** One board, as Grafana loads it from a file. */
export function makeBoard(options: BoardOptions): dashboard.Dashboard {
  const board = new dashboard.DashboardBuilder(options.title)
    .uid(BOARDS[options.name])
    .description(options.about)
    .tags([TAG])
    .editable()
    .timezone('browser')
    .time({ from: options.from ?? 'now-1h', to: 'now' })
    .refresh('10s')
    .tooltip(dashboard.DashboardCursorSync.Crosshair)
    .variables([...options.variables])
    .annotations([...ANNOTATIONS])
    .links([boardLinks(), ...(options.links ?? []), toProduct()]);
  for (const { title, panels } of options.rows) {
    board.withRow(new dashboard.RowBuilder(title));
    for (const panel of panels) board.withPanel(panel);
  }
  return { ...numbered(inSight(board.build())), schemaVersion: SCHEMA };
}

/** The kit puts links and the switches of annotations into a menu, where few would find them; without a place they are shown. */
function inSight(board: dashboard.Dashboard): dashboard.Dashboard {
  for (const link of board.links ?? []) delete link.placement;
  for (const annotation of board.annotations?.list ?? []) delete annotation.placement;
  return board;
}

/** The kit gives panels no ids; without one of its own each, some versions of Grafana take two rows for one. */
function numbered(board: dashboard.Dashboard): dashboard.Dashboard {
  board.panels?.forEach((panel, i) => {
    panel.id = i + 1;
  });
  return board;
}

function boardLinks(): dashboard.DashboardLinkBuilder {
  return new dashboard.DashboardLinkBuilder('Boards')
    .type(dashboard.DashboardLinkType.Dashboards)
    .tags([TAG])
    .asDropdown(true)
    .includeVars(true)
    .keepTime(true)
    .icon('external link')
    .tooltip('The other boards')
    .targetBlank(false)
    .url('');
}

/**
 * Grafana is served beneath the product by NGINX, so that the product is at the root of the same host. Grafana puts its own
 * path before a link that begins with a slash; a relative one goes from its `<base>`, and not above the root.
 */
export const PRODUCT = '../../../../';

function toProduct(): dashboard.DashboardLinkBuilder {
  return new dashboard.DashboardLinkBuilder('Chatpulse')
    .type(dashboard.DashboardLinkType.Link)
    .icon('bolt')
    .tooltip('The product')
    .tags([])
    .url(PRODUCT)
    .targetBlank(true);
}
