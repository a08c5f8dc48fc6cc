import type { Wave } from "@/lib/previews/facts/schema";

type Props = {
  wave: Wave;
  label: string;
  /** The part that plays, from 0 to 1; null if that is not known. */
  played: { from: number; to: number } | null;
};

const HEIGHT = 64;
/** Of the height that even silence has, so that the line does not break. */
const LEAST = 2;

/** A wave form as a drawing: one bar for each number, the part that plays in the accent. Time runs as in players, in every language. */
export function WaveForm({ wave, label, played }: Props) {
  const bars = wave
    .map((loud, at) => {
      const height = Math.max(LEAST, Math.round((loud * HEIGHT) / 100));
      return `M${at}.5 ${(HEIGHT - height) / 2}v${height}`;
    })
    .join("");
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${wave.length} ${HEIGHT}`}
      preserveAspectRatio="none"
      className="block h-20 w-full"
      strokeWidth="0.6"
    >
      <path d={bars} stroke={played ? "var(--line-strong)" : "var(--accent)"} />
      {played && (
        <svg
          aria-hidden="true"
          x={played.from * wave.length}
          width={(played.to - played.from) * wave.length}
          height={HEIGHT}
          viewBox={`${played.from * wave.length} 0 ${(played.to - played.from) * wave.length} ${HEIGHT}`}
          preserveAspectRatio="none"
          data-played
        >
          <path d={bars} stroke="var(--accent)" />
        </svg>
      )}
    </svg>
  );
}
