import { type FormEvent, useState } from "react";
import { useWords } from "#i18n";
import { ListLink, showList } from "@/components/dashboard/files/list-link";
import { Button } from "@/components/ui/button";
import { Details } from "@/components/ui/details";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { SALE_FILTERS, SEARCH_MAX } from "@/lib/sellers/sales/schema";
import { JumpToMonth } from "./jump-to-month";
import { noAddress, type SalesAddress, salesHref, writeAddress } from "./sales-address";

const words = {
  settled: "show_settled",
  refunded: "show_refunded",
  "refund-due": "show_due",
  confirming: "show_confirming",
  message: "show_message",
} as const;

/** Search, states, months and days of the sales, all of them in the page's address. */
export function SaleTools({ address }: { address: SalesAddress }) {
  const t = useWords("sales");
  const options = SALE_FILTERS.map((value) => ({ value: value as string, words: t(words[value]) }));
  return (
    <div className="space-y-3">
      <Search address={address} />
      <div className="grid gap-3 sm:grid-cols-2">
        <Select
          label={t("show")}
          value={address.state}
          options={[{ value: "", words: t("show_all") }, ...options]}
          onChange={(event) => showList(salesHref(address, { state: event.target.value }))}
        />
        <JumpToMonth address={address} />
      </div>
      <Days key={`${address.from} ${address.to}`} address={address} />
      {writeAddress({ ...address, before: "", after: "" }) !== "" && (
        <p className="flex flex-wrap gap-x-5 gap-y-1 text-sm">
          {address.file !== "" && (
            <span>
              {t("ofFile")} ·{" "}
              <ListLink href={salesHref(address, { file: "" })} className="underline underline-offset-2">
                {t("allFiles")}
              </ListLink>
            </span>
          )}
          <ListLink href={salesHref(noAddress)} className="underline underline-offset-2">
            {t("clear")}
          </ListLink>
        </p>
      )}
    </div>
  );
}

/** A plain form, which works without scripts as well. */
function Search({ address }: { address: SalesAddress }) {
  const t = useWords("sales");
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const text = new FormData(event.currentTarget).get("q");
    showList(salesHref(address, { q: String(text ?? "").trim() }));
  }
  return (
    <search>
      <form action="/dashboard/sales" onSubmit={submit} className="flex flex-wrap items-start gap-3">
        {(["state", "file", "from", "to"] as const).map(
          (name) => address[name] !== "" && <input key={name} type="hidden" name={name} value={address[name]} />,
        )}
        <div className="min-w-0 flex-1 basis-52">
          {/* With another key when Back leads to another search: then that is what it shows. */}
          <Field
            key={address.q}
            label={t("searchLabel")}
            hint={t("searchHint")}
            type="search"
            name="q"
            dir="auto"
            defaultValue={address.q}
            maxLength={SEARCH_MAX}
            autoComplete="off"
            spellCheck={false}
          />
        </div>
        {/* As high as the field's label, so that the two stand in one line. */}
        <Button type="submit" look="secondary" className="sm:mt-6.5">
          {t("find")}
        </Button>
      </form>
    </search>
  );
}

function Days({ address }: { address: SalesAddress }) {
  const t = useWords("sales");
  const accounts = useWords("accounts");
  const [days, setDays] = useState({ from: address.from, to: address.to });
  const isBackwards = days.from !== "" && days.to !== "" && days.to < days.from;
  return (
    <Details summary={t("period")}>
      <form
        className="grid items-start gap-3 sm:grid-cols-[1fr_1fr_auto]"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isBackwards) showList(salesHref(address, days));
        }}
      >
        <Field
          label={t("from")}
          type="date"
          value={days.from}
          onChange={(event) => setDays({ ...days, from: event.target.value })}
        />
        <Field
          label={t("to")}
          type="date"
          min={days.from}
          value={days.to}
          error={isBackwards ? accounts("backwards") : undefined}
          onChange={(event) => setDays({ ...days, to: event.target.value })}
        />
        <Button type="submit" look="secondary" className="sm:mt-6.5">
          {t("show")}
        </Button>
      </form>
      <p className="text-sm text-ink-soft">{t("utc")}</p>
    </Details>
  );
}
