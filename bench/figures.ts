/** What one comparison or one measurement gave. */
export type Figure = {
  name: string;
  unit: string;
  ours: number[];
  /** The rival of the same round, at the same index. */
  theirs?: number[];
  /** `ratio`: ours divided by theirs, round by round; `ours`: the figure itself. */
  target?: { of: "ratio" | "ours"; is: "at least" | "at most"; value: number };
  /** What a reader has to know of how it was measured. */
  note?: string;
};

export type Spread = { min: number; median: number; max: number };

export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (place: number) => sorted[place] ?? Number.NaN;
  const half = (sorted.length - 1) / 2;
  return { min: at(0), median: (at(Math.floor(half)) + at(Math.ceil(half))) / 2, max: at(sorted.length - 1) };
}

/** Ours by theirs, round by round. */
export function ratiosOf({ ours, theirs = [] }: Pick<Figure, "ours" | "theirs">): number[] {
  return theirs.map((theirOne, round) => (ours[round] ?? Number.NaN) / theirOne);
}

/** Whether the middle of all rounds reaches the target; null if there is none. */
export function reaches(figure: Figure): boolean | null {
  const { target } = figure;
  if (!target) return null;
  const { median } = spreadOf(target.of === "ratio" ? ratiosOf(figure) : figure.ours);
  return target.is === "at least" ? median >= target.value : median <= target.value;
}

/** One figure in plain text, three lines at most. */
export function describeFigure(figure: Figure): string {
  const { name, unit, ours, theirs, target, note } = figure;
  const lines = [`${name}: ${show(spreadOf(ours))} ${unit}`];
  if (theirs) {
    lines.push(`  theirs ${show(spreadOf(theirs))} ${unit}; ratio ${show(spreadOf(ratiosOf(figure)), 2)}`);
  }
  if (target) {
    const word = reaches(figure) ? "reached" : "NOT REACHED";
    lines.push(`  ${target.of === "ratio" ? "ratio" : "figure"} ${target.is} ${target.value}: ${word}`);
  }
  if (note) lines.push(`  ${note}`);
  return lines.join("\n");
}

/** "min / median / max". */
function show({ min, median, max }: Spread, digits?: number): string {
  return [min, median, max].map((value) => value.toFixed(digits ?? digitsFor(value))).join(" / ");
}

function digitsFor(value: number): number {
  const size = Math.abs(value);
  return size >= 100 ? 0 : size >= 10 ? 1 : 2;
}
