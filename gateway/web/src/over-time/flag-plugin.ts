import type uPlot from 'uplot';

/** A moment to be marked on a chart. */
export interface Flag {
  /** ms since 1970. */
  readonly at: number;
  readonly severity: string;
}

interface FlagPluginOptions {
  readonly flags: () => readonly Flag[];
  readonly colourOf: (severity: string) => string;
}

/** The cloth of a flag in CSS px. */
const WIDTH = 8;
const HEIGHT = 8;

/** Draws, over the data, a pole with a flag at each moment that is in sight. */
export function flagPlugin({ flags, colourOf }: FlagPluginOptions): uPlot.Plugin {
  return {
    hooks: {
      draw: (plot) => {
        const { ctx, bbox } = plot;
        const scale = devicePixelRatio;
        for (const { at, severity } of flags()) {
          const x = Math.round(plot.valToPos(at / 1000, 'x', true));
          if (x < bbox.left || x > bbox.left + bbox.width) continue;
          ctx.fillStyle = colourOf(severity);
          ctx.fillRect(x, bbox.top, scale, bbox.height);
          ctx.beginPath();
          ctx.moveTo(x, bbox.top);
          ctx.lineTo(x + WIDTH * scale, bbox.top + (HEIGHT / 2) * scale);
          ctx.lineTo(x, bbox.top + HEIGHT * scale);
          ctx.fill();
        }
      },
    },
  };
}
