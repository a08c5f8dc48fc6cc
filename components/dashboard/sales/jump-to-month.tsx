import { useQuery } from "@tanstack/react-query";
import { useWords } from "#i18n";
import { showList } from "@/components/dashboard/files/list-link";
import { formatMonth, formatNet } from "@/components/dashboard/overview/format-figures";
import { monthsQuery } from "@/components/dashboard/queries";
import { Select } from "@/components/ui/select";
import { type SalesAddress, salesHref } from "./sales-address";

/** The list from one month on backwards, and what each month brought. */
export function JumpToMonth({ address }: { address: SalesAddress }) {
  const t = useWords("sales");
  const { data } = useQuery(monthsQuery);
  const months = data?.months ?? [];
  const chosen = address.to.slice(0, 7);
  const isMonth = address.from === "" && months.some(({ month }) => month === chosen);
  return (
    <Select
      label={t("jump")}
      value={isMonth ? chosen : ""}
      options={[
        { value: "", words: t("newest") },
        ...months.map(({ month, sales, kept }) => ({
          value: month,
          words: t("monthWith", {
            month: formatMonth(`${month}-01`, t.locale),
            count: sales,
            amount: formatNet(kept, t.locale),
          }),
        })),
      ]}
      onChange={({ target: { value } }) => {
        showList(salesHref(address, { from: "", to: value === "" ? "" : lastDayOf(value) }));
      }}
    />
  );
}

/** @param month as "2026-11" */
function lastDayOf(month: string): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
}
