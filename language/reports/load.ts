/** The reports that lie beside the shipped models. */
import { readFile } from 'node:fs/promises';
import { SHIPPED } from '../load.ts';
import { decodeModel } from '../model/file.ts';
import { MODEL_NAMES, modelReportSchema, type ModelName, type ModelReport } from './report.ts';

/** A model as it is shipped. */
export interface ShippedModel {
  readonly model: ModelName;
  /** The first 12 digits of the checksum of its file. */
  readonly version: string;
  readonly bytes: number;
  /** What its training measured; undefined where there is none, or one of another version. */
  readonly report: ModelReport | undefined;
}

/**
 * Reads the version and the report of every model. Takes a few milliseconds: the weights are not decoded.
 * @param root folder that holds `models/`, ending in a slash; the shipped one unless told
 * @throws LanguageError (`CHATPULSE_MODEL_INVALID`) when a model is damaged
 */
export async function loadModelReports(root: URL = SHIPPED): Promise<readonly ShippedModel[]> {
  return Promise.all(
    MODEL_NAMES.map(async (model) => {
      const bytes = await readFile(new URL(`models/${model}.bin`, root));
      const { version } = decodeModel(model, bytes, model);
      const report = await readReport(new URL(`models/${model}.json`, root));
      return {
        model,
        version,
        bytes: bytes.length,
        report: report?.version === version ? report : undefined,
      };
    }),
  );
}

/** A report that is missing or not understood is none: the product works without. */
async function readReport(file: URL): Promise<ModelReport | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return modelReportSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
