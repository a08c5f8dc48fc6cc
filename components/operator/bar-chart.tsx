import { classNames } from "@/components/ui/class-names";

/** One bar; a height of null means that nothing was recorded that day. */
export type Bar = { day: string; height: number | null; words: string };

type Props = {
  title: string;
  /** The newest value, or the sum. */
  value: string;
  bars: Bar[];
};

/** Bars of the days, the oldest first; time goes from left to right in every language. */
export function BarChart({ title, value, bars }: Props) {
  const highest = Math.max(...bars.map(({ height }) => height ?? 0), 0);
  return (
    <figure className="min-w-0 space-y-2 rounded-lg border border-line bg-surface p-4 shadow-lift">
      <figcaption>
        <span className="block text-xs text-ink-soft">{title}</span>
        <bdi className="text-lg font-semibold tabular-nums">{value}</bdi>
      </figcaption>
      <ol dir="ltr" className="flex h-20 items-end gap-px">
        {bars.map(({ day, height, words }) => (
          <li key={day} title={words} className="flex h-full min-w-0 flex-1 items-end">
            <span className="sr-only">{words}</span>
            <span
              aria-hidden="true"
              className={classNames("block w-full rounded-t-sm", height === null ? "bg-sunken" : "bg-accent")}
              style={{ height: `${heightOf(height, highest)}%` }}
            />
          </li>
        ))}
      </ol>
    </figure>
  );
}

/** In percent. Something is always seen, if only a line. */
function heightOf(height: number | null, highest: number): number {
  if (height === null || highest === 0) return 2;
  return Math.max(2, Math.round((height / highest) * 100));
}
