import { Dialog } from '@base-ui/react/dialog';
import { useState, type ReactNode } from 'react';
import type { AnalyzeAnswer, ChatMessage } from '../../../../http/contract.ts';
import { problemText } from '../../app/problem-text.ts';
import { useWords } from '../../i18n/index.ts';
import { Segmented } from '../../ui/controls.tsx';
import { EmotionIcon, emotionName } from '../../ui/emotions.tsx';
import { MoodBar } from '../../ui/mood-bar.tsx';
import { SidePanel } from '../../ui/side-panel.tsx';
import { differs, effectsOf, hiddenIn, piecesOf, VIEWS, type View } from './effects.ts';
import { EffectTable } from './effect-table.tsx';
import styles from './explain-panel.module.css';
import { candidatesOf } from './rule-candidates.ts';
import { ScoredText } from './scored-text.tsx';
import { useExplanation } from './use-explanation.ts';
import { WordRules } from './word-rules.tsx';

interface ExplainPanelProps {
  readonly message: ChatMessage;
  /** Undefined where it is not known: then nothing is said of its rules. */
  readonly channelId: string | undefined;
  readonly originals: boolean;
  /** Where the focus goes when the panel closes. */
  readonly returnTo: () => HTMLElement | null;
  readonly onClose: () => void;
}

/** Why a message got its scores: the words that moved each. The chat goes on behind it. */
export function ExplainPanel(props: ExplainPanelProps): ReactNode {
  const { message, channelId, originals, returnTo, onClose } = props;
  const { t, language, percent } = useWords();
  const { answer, error, askAgain } = useExplanation(message, channelId);
  const { emotion, positive } = message;
  const problem = error === null ? null : problemText(error, t);
  return (
    <Dialog.Root open modal={false} onOpenChange={(open) => !open && onClose()}>
      <SidePanel title={t('explain.title')} className={styles.panel} testId="explain" returnTo={returnTo}>
        <p className={styles.recorded}>
          <span className="visually-hidden">{t('explain.recorded')} </span>
          <MoodBar value={positive} label={t('chat.moodOf', { percent: percent(positive) })} />
          {t('chat.moodOf', { percent: percent(positive) })}
          <EmotionIcon emotion={emotion.label} size={14} />
          {t('chat.emotionOf', {
            name: emotionName(emotion.label, language),
            percent: percent(emotion.score),
          })}
        </p>
        {problem && (
          <p role="alert" className={styles.note}>
            {problem.what} {problem.hint}
          </p>
        )}
        {!answer && !problem && <p className={styles.note}>{t('app.loading')}</p>}
        {answer && <Explained message={message} answer={answer} originals={originals} />}
        {answer?.explain && channelId !== undefined && (
          <WordRules
            channelId={channelId}
            explanation={answer.explain}
            candidates={candidatesOf(answer, originals ? [] : hiddenIn(message, answer))}
            onChanged={askAgain}
          />
        )}
      </SidePanel>
    </Dialog.Root>
  );
}

interface ExplainedProps {
  readonly message: ChatMessage;
  readonly answer: AnalyzeAnswer;
  readonly originals: boolean;
}

function Explained({ message, answer, originals }: ExplainedProps): ReactNode {
  const { t, language, percent } = useWords();
  const [view, setView] = useState<View>('mood');
  const { explain } = answer;
  if (!explain) return null;
  const { label } = message.emotion;
  const name = emotionName(label, language);
  const effects = effectsOf(explain, view, label);
  const pieces = piecesOf(message.text, explain.words, originals ? [] : hiddenIn(message, answer));
  const texts = {
    mood: { name: t('explain.mood'), about: t('explain.toMood') },
    emotion: { name: t('explain.emotion', { name }), about: t('explain.toEmotion', { name }) },
    profanity: { name: t('explain.profanity'), about: t('explain.toProfanity') },
  };
  const severity = Math.max(0, ...explain.matches.map((match) => match.severity));
  return (
    <>
      {differs(message, answer) && (
        <p className={styles.note} data-testid="differs">
          {t('explain.differs', {
            percent: percent(answer.sentiment.positive),
            name: emotionName(answer.emotion.label, language),
            share: percent(answer.emotion.scores[answer.emotion.label]),
          })}
        </p>
      )}
      <Segmented
        label={t('explain.views')}
        value={view}
        options={VIEWS.map((each) => ({ value: each, text: texts[each].name }))}
        onChange={setView}
      />
      <ScoredText pieces={pieces} effects={effects?.words ?? []} view={view} emotion={label} />
      {view === 'mood' && answer.sentiment.label === 'neutral' && effects && (
        <p className={styles.note}>{t('explain.noSide')}</p>
      )}
      {view === 'profanity' && severity > 0 && (
        <p className={styles.note}>
          {t('explain.listed', { count: explain.matches.length, severity: String(severity) })}
        </p>
      )}
      {effects ? (
        <EffectTable caption={texts[view].name} about={texts[view].about} pieces={pieces} effects={effects} />
      ) : (
        <p className={styles.note}>{t('explain.nothing')}</p>
      )}
    </>
  );
}
