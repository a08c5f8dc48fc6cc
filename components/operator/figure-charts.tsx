import { useWords } from "#i18n";
import { formatBytes, formatMoney } from "@/components/ui/format";
import type { DayFigures } from "@/lib/figures/schema";
import { parseUsd } from "@/lib/money";
import { networkByChainId } from "@/lib/payment-methods/evm/chain/networks";
import { type Bar, BarChart } from "./bar-chart";

type Reading = {
  title: string;
  read: (day: DayFigures) => number | null;
  write: (value: number) => string;
  isSum?: boolean;
};

/** Money, files, storage, disk, and each gas account, day by day. */
export function FigureCharts({ days }: { days: DayFigures[] }) {
  const t = useWords("operator");
  const readings = [...useShopReadings(), ...useGasReadings(days)];
  return (
    <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
      {readings.map(({ title, read, write, isSum }) => {
        const values = days.map(read);
        const known = values.filter((value) => value !== null);
        const shown = isSum ? known.reduce((sum, value) => sum + value, 0) : known.at(-1);
        const bars = days.map(({ day }, at): Bar => {
          const height = values[at] ?? null;
          return { day, height, words: `${day}: ${height === null ? t("notRecorded") : write(height)}` };
        });
        return <BarChart key={title} title={title} value={shown === undefined ? "–" : write(shown)} bars={bars} />;
      })}
    </div>
  );
}

function useShopReadings(): Reading[] {
  const t = useWords("operator");
  const ui = useWords("ui");
  const money = (microUsd: number) => formatMoney(BigInt(microUsd), t.locale);
  const bytes = (value: number) => formatBytes(value, ui);
  const microUsd = (usd: string | undefined) => (usd === undefined ? null : Number(parseUsd(usd) ?? 0n));
  return [
    { title: t("received30"), read: ({ figures }) => microUsd(figures?.received), write: money, isSum: true },
    { title: t("sales30"), read: ({ figures }) => figures?.sales ?? null, write: String, isSum: true },
    { title: t("refunded30"), read: ({ figures }) => microUsd(figures?.refunded), write: money, isSum: true },
    { title: t("storage30"), read: ({ figures }) => microUsd(figures?.storageReceived), write: money, isSum: true },
    {
      title: t("storageRefunded30"),
      read: ({ figures }) => microUsd(figures?.storageRefunded),
      write: money,
      isSum: true,
    },
    { title: t("filesStored"), read: ({ figures }) => figures?.files ?? null, write: String },
    { title: t("storedBytes"), read: ({ figures }) => figures?.storedBytes ?? null, write: bytes },
    { title: t("diskFree"), read: ({ figures }) => figures?.diskFree ?? null, write: bytes },
    { title: t("sellersCount"), read: ({ figures }) => figures?.sellers ?? null, write: String },
  ];
}

/** For each network whose gas account was read at least once. */
function useGasReadings(days: DayFigures[]): Reading[] {
  const t = useWords("operator");
  const chains = [...new Set(days.flatMap(({ gas }) => gas.map(({ chainId }) => chainId)))];
  return chains.flatMap((chainId): Reading[] => {
    const network = networkByChainId(chainId);
    const name = network?.name ?? `chain ${chainId}`;
    const coin = network?.coin?.symbol ?? "ETH";
    const write = (gwei: number) => `${Number((gwei / 1e9).toPrecision(4))} ${coin}`;
    const of = (field: "balance" | "spent" | "wasted") => (day: DayFigures) => {
      const gwei = day.gas.find((one) => one.chainId === chainId)?.[field];
      return gwei === undefined || gwei === null ? null : Number(gwei);
    };
    return [
      { title: t("gasBalance", { network: name }), read: of("balance"), write },
      { title: t("gasSpent", { network: name }), read: of("spent"), write, isSum: true },
      { title: t("gasWasted", { network: name }), read: of("wasted"), write, isSum: true },
    ];
  });
}
