import { useWords } from "#i18n";
import { formatBytes } from "@/components/ui/format";
import { Money } from "@/components/ui/money";
import { Time } from "@/components/ui/time";
import type { StorageCost } from "./storage-cost";

/** What keeping the file costs, beside the dates that it follows. */
export function CostBox({ cost, size }: { cost: StorageCost; size: number }) {
  if (cost.kind === "none") return null;
  return (
    <div role="status" data-storage-cost className="space-y-1 rounded-md bg-sunken p-4 text-sm">
      <Words cost={cost} size={size} />
    </div>
  );
}

function Words({ cost, size }: { cost: StorageCost; size: number }) {
  const t = useWords("storage");
  const ui = useWords("ui");
  const bytes = <bdi>{formatBytes(size, ui)}</bdi>;
  switch (cost.kind) {
    case "none":
      return null;
    case "free-seller":
      return <p className="font-semibold">{t("freeSeller")}</p>;
    case "free-room":
      return (
        <>
          <p className="font-semibold">{t("freeRoom")}</p>
          <p className="text-ink-soft">{t.rich("freeRoomWhy", { size: bytes, date: <Day of={cost.until} /> })}</p>
        </>
      );
    case "asking":
      return <p className="text-ink-soft">{t("costAsking")}</p>;
    case "unknown":
      return <p>{t("costUnknown")}</p>;
    case "too-long":
      return <p className="font-semibold text-bad-ink">{t("costTooLong", { count: cost.maxDays })}</p>;
    case "price":
      return (
        <>
          <p className="font-semibold">
            {t.rich("cost", {
              size: bytes,
              date: <Day of={cost.until} />,
              price: <Money microUsd={cost.priceMicroUsd} />,
            })}
          </p>
          <p className="text-ink-soft">
            {cost.isLeast ? t("costLeast") : t.rich("costMore", { price: <Money microUsd={cost.moreMicroUsd} /> })}{" "}
            {t("costWhen")}
          </p>
          <p className="text-ink-soft">{t("costRefund")}</p>
        </>
      );
  }
}

function Day({ of }: { of: Date }) {
  return (
    <bdi>
      <Time iso={of.toISOString()} only="day" />
    </bdi>
  );
}
