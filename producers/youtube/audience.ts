import { AUDIENCE_AFTER_FAILURE_MS, AUDIENCE_MS } from '../audience-pace.ts';
import type { HttpFailure, JsonAnswer } from '../http/port.ts';
import type { SourceEvent } from '../port.ts';
import { at, countAt, listAt, stringAt } from './json.ts';
import type { Access } from './find-chat.ts';
import type { Client } from './page.ts';
import { audienceRequest } from './requests.ts';

/**
 * How many watch a live video now, as `updated_metadata` tells it. Undefined where it does not: of a video that is not
 * live the same field counts every view there ever was. Never throws.
 */
export function watchingOf(body: unknown): number | undefined {
  for (const action of listAt(body, 'actions')) {
    const count = at(action, 'updateViewershipAction', 'viewCount', 'videoViewCountRenderer');
    if (at(count, 'isLive') !== true) continue;
    const told =
      countAt(count, 'originalViewCount') ??
      countIn(stringAt(count, 'unlabeledViewCountValue', 'simpleText')) ??
      countIn(labelOf(at(count, 'viewCount')));
    if (told !== undefined) return told;
  }
  return undefined;
}

/** "1,625 watching now", whole or in pieces. */
function labelOf(label: unknown): string | undefined {
  const runs = listAt(label, 'runs').map((run) => stringAt(run, 'text') ?? '');
  return stringAt(label, 'simpleText') ?? (runs.length > 0 ? runs.join('') : undefined);
}

/** The number at the beginning of an English text; a shortened one ("1.6K") says too little to be one. */
function countIn(text: string | undefined): number | undefined {
  const digits = /^\s*(\d{1,3}(?:,\d{3})*|\d+)(?![\d.,]*[A-Za-z\d.,])/.exec(text ?? '')?.[1];
  return digits === undefined ? undefined : countAt(digits.replaceAll(',', ''));
}

export interface AudienceOptions extends Access {
  readonly videoId: string;
  readonly client: Client;
}

/** Asks beside the reading of a chat how many watch, so that the chat never waits for the figure. */
export interface Audience {
  /** Asks where it is time to. */
  ask(): void;
  /** What was answered since the last call. */
  take(): readonly SourceEvent[];
}

export function createAudience({ http, site, clock, videoId, client }: AudienceOptions): Audience {
  let askAt = clock.now();
  let isAsking = false;
  let answered: SourceEvent[] = [];

  function heard(answer: JsonAnswer | HttpFailure): void {
    isAsking = false;
    const failed = 'failed' in answer || !answer.ok;
    askAt = clock.now() + (failed ? AUDIENCE_AFTER_FAILURE_MS : AUDIENCE_MS);
    const count = failed ? undefined : watchingOf(answer.json);
    if (count !== undefined) answered = [{ type: 'viewers', count }];
  }

  return {
    ask() {
      if (isAsking || clock.now() < askAt) return;
      isAsking = true;
      void http.requestJson(audienceRequest(site, { videoId, client })).then(heard);
    },
    take() {
      const told = answered;
      answered = [];
      return told;
    },
  };
}
