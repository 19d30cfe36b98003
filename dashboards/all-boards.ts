import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import { alertsBoard } from './boards/alerts.ts';
import { applicationBoard } from './boards/application.ts';
import { infrastructureBoard } from './boards/infrastructure.ts';
import { pipelineBoard } from './boards/pipeline.ts';
import { processorsBoard } from './boards/processors.ts';
import type { BoardName } from './data-sources.ts';

export const ALL_BOARDS: Readonly<Record<BoardName, () => Dashboard>> = {
  application: applicationBoard,
  processors: processorsBoard,
  infrastructure: infrastructureBoard,
  pipeline: pipelineBoard,
  alerts: alertsBoard,
};
