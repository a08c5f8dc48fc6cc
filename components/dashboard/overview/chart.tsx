import { Bar, BarChart, CartesianGrid, ReferenceLine, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";

export type ChartProps = {
  /** In dollars; refunds below zero. */
  parts: { name: string; received: number; refunded: number }[];
  words: { received: string; refunded: string };
  isRightToLeft: boolean;
  formatAmount(dollars: number): string;
};

/** Bars of what came in, and below the line of what went back. Decoration: a table beside it has the numbers. */
export function Chart({ parts, words, isRightToLeft, formatAmount }: ChartProps) {
  const axis = { stroke: "var(--ink-soft)", fontSize: 12, tickLine: false };
  return (
    <ResponsiveContainer width="100%" height={256}>
      <BarChart
        data={parts}
        stackOffset="sign"
        accessibilityLayer={false}
        margin={{ top: 8, right: 0, bottom: 0, left: 0 }}
      >
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis {...axis} dataKey="name" reversed={isRightToLeft} minTickGap={24} interval="preserveStartEnd" />
        <YAxis
          {...axis}
          orientation={isRightToLeft ? "right" : "left"}
          width="auto"
          axisLine={false}
          tickFormatter={formatAmount}
        />
        <Tooltip
          cursor={{ fill: "var(--sunken)" }}
          isAnimationActive={false}
          formatter={(value) => <bdi>{formatAmount(Number(value))}</bdi>}
          contentStyle={{ background: "var(--surface)", borderColor: "var(--line)", color: "var(--ink)" }}
        />
        <ReferenceLine y={0} stroke="var(--line-strong)" />
        <Bar dataKey="received" name={words.received} stackId="money" fill="var(--accent)" isAnimationActive={false} />
        <Bar dataKey="refunded" name={words.refunded} stackId="money" fill="var(--bad)" isAnimationActive={false} />
      </BarChart>
    </ResponsiveContainer>
  );
}
