import { useEffect, useState } from 'react';
import type { AnalyzeAnswer, ChatMessage } from '../../../../http/contract.ts';
import { api } from '../../api/client.ts';

/** What the models of today say of a message and why; null while they are asked. */
export function useExplanation(message: ChatMessage): {
  readonly answer: AnalyzeAnswer | null;
  readonly error: unknown;
} {
  const [state, setState] = useState<{ readonly answer: AnalyzeAnswer | null; readonly error: unknown }>({
    answer: null,
    error: null,
  });
  useEffect(() => {
    let left = false;
    api.explain(message).then(
      (answer) => !left && setState({ answer, error: null }),
      (error: unknown) => !left && setState({ answer: null, error }),
    );
    return () => {
      left = true;
    };
  }, [message]);
  return state;
}
