import type {
  AuthorErased,
  ChatCleared,
  MessageAnalyzed,
  PlatformSanctioned,
  WordsRanked,
} from '../../../core/events/generated.ts';
import { messageKey } from '../../../core/events/ids.ts';
import type { ArchiveEntry } from '../port.ts';
import { register, type Act } from './documents.ts';

/** What a batch does to one message, the acts of the batch settled among themselves. */
export interface MessageActs {
  removal?: Act;
  /** Registers, see `register`. */
  hidden?: number;
  approved?: number;
  /** The latest time among the acts. */
  acted: number;
}

/** What a batch comes down to: at most one write per document. */
export interface FoldedBatch {
  readonly content: ReadonlyMap<string, MessageAnalyzed>;
  readonly acts: ReadonlyMap<string, MessageActs>;
  readonly sanctions: readonly PlatformSanctioned[];
  readonly clears: readonly ChatCleared[];
  /** By broadcast and start; closed lists only. */
  readonly words: ReadonlyMap<string, WordsRanked>;
  readonly erasures: readonly AuthorErased[];
}

/** Folds the entries of a batch by the rules of the port. Events that are not the archive's are left out. */
export function foldBatch(entries: readonly ArchiveEntry[]): FoldedBatch {
  const content = new Map<string, MessageAnalyzed>();
  const acts = new Map<string, MessageActs>();
  const sanctions: PlatformSanctioned[] = [];
  const clears: ChatCleared[] = [];
  const words = new Map<string, WordsRanked>();
  const erasures: AuthorErased[] = [];

  const actsOn = (key: string, at: number): MessageActs => {
    const known = acts.get(key) ?? { acted: at };
    known.acted = Math.max(known.acted, at);
    acts.set(key, known);
    return known;
  };

  for (const { event, offset } of entries)
    switch (event.type) {
      case 'MessageAnalyzed': {
        const key = messageKey(event.data.message.broadcastId, event.data.message.messageId);
        const known = content.get(key);
        if (!known || event.data.rawOffset < known.rawOffset) content.set(key, event.data);
        break;
      }
      case 'MessageRemoved': {
        const { broadcastId, messageId, rawOffset, eventTime, rawAppend } = event.data;
        const on = actsOn(messageKey(broadcastId, messageId), rawAppend);
        if (!on.removal || rawOffset < on.removal.offset) on.removal = { offset: rawOffset, at: eventTime };
        break;
      }
      case 'PlatformSanctioned':
        if (event.data.authorId !== '') sanctions.push(event.data);
        break;
      case 'ChatCleared':
        clears.push(event.data);
        break;
      case 'WordsRanked': {
        const key = `${event.data.broadcastId}\n${event.data.start}`;
        if (event.data.closed && event.data.stamp > (words.get(key)?.stamp ?? -Infinity))
          words.set(key, event.data);
        break;
      }
      case 'MessageHidden':
      case 'MessageRestored':
      case 'MessageApproved': {
        const on = actsOn(messageKey(event.data.broadcastId, event.data.messageId), event.data.at);
        const hidden = register(offset, event.type === 'MessageHidden');
        on.hidden = Math.max(on.hidden ?? -1, hidden);
        if (event.type === 'MessageRestored') break;
        on.approved = Math.max(on.approved ?? -1, register(offset, event.type === 'MessageApproved'));
        break;
      }
      case 'AuthorErased':
        if (event.data.authorId !== '') erasures.push(event.data);
        break;
      default:
      // Other events are not the archive's.
    }
  return { content, acts, sanctions, clears, words, erasures };
}
