import type uPlot from 'uplot';

export interface Stretch {
  /** ms since 1970. */
  readonly from: number;
  readonly to: number;
}

interface SpanPluginOptions {
  readonly gaps: () => readonly Stretch[];
  readonly selected: () => Stretch | null;
  readonly hatch: string;
  readonly highlight: string;
}

/** Draws, behind the data, gaps as hatched stretches and the chosen minute as a lit one. */
export function spanPlugin(options: SpanPluginOptions): uPlot.Plugin {
  let pattern: CanvasPattern | null = null;
  return {
    hooks: {
      drawClear: (plot) => {
        const { ctx, bbox } = plot;
        pattern ??= hatchPattern(ctx, options.hatch);
        ctx.save();
        ctx.beginPath();
        ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
        ctx.clip();
        for (const gap of options.gaps()) fillStretch(plot, gap, pattern ?? options.hatch);
        const selected = options.selected();
        if (selected) fillStretch(plot, selected, options.highlight);
        ctx.restore();
      },
    },
  };
}

/** A stretch is drawn at least so wide, in canvas px, that a short gap is still seen. */
const NARROWEST = 3;

function fillStretch(plot: uPlot, stretch: Stretch, fill: string | CanvasPattern): void {
  const left = plot.valToPos(stretch.from / 1000, 'x', true);
  const right = plot.valToPos(stretch.to / 1000, 'x', true);
  plot.ctx.fillStyle = fill;
  plot.ctx.fillRect(left, plot.bbox.top, Math.max(NARROWEST, right - left), plot.bbox.height);
}

function hatchPattern(ctx: CanvasRenderingContext2D, colour: string): CanvasPattern | null {
  const size = 8;
  const tile = document.createElement('canvas');
  tile.width = tile.height = size;
  const pen = tile.getContext('2d');
  if (!pen) return null;
  pen.strokeStyle = colour;
  pen.lineWidth = 1.5;
  pen.beginPath();
  pen.moveTo(-1, size + 1);
  pen.lineTo(size + 1, -1);
  pen.moveTo(-1, 1);
  pen.lineTo(1, -1);
  pen.moveTo(size - 1, size + 1);
  pen.lineTo(size + 1, size - 1);
  pen.stroke();
  return ctx.createPattern(tile, 'repeat');
}
