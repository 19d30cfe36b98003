import { useEffect, useState } from 'react';
import type { AnalyzeAnswer, ChatMessage } from '../../../../http/contract.ts';
import { api } from '../../api/client.ts';

interface ExplanationInUse {
  /** Null until the first answer. */
  readonly answer: AnalyzeAnswer | null;
  readonly error: unknown;
  /** For when the rules of the channel have changed; the last answer stays until the new one is there. */
  readonly askAgain: () => void;
}

/** What the models and the rules of today say of a message and why. */
export function useExplanation(message: ChatMessage, channelId: string | undefined): ExplanationInUse {
  const [state, setState] = useState<Omit<ExplanationInUse, 'askAgain'>>({ answer: null, error: null });
  const [asked, setAsked] = useState(0);
  useEffect(() => {
    let left = false;
    api.explain(message, channelId).then(
      (answer) => !left && setState({ answer, error: null }),
      (error: unknown) => !left && setState({ answer: null, error }),
    );
    return () => {
      left = true;
    };
  }, [message, channelId, asked]);
  return { ...state, askAgain: () => setAsked((times) => times + 1) };
}
