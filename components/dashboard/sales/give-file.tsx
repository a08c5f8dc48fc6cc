import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useWords } from "#i18n";
import { giftsQuery } from "@/components/dashboard/queries";
import { requestJson, wordsFor } from "@/components/http/request";
import { Button } from "@/components/ui/button";
import { Copyable } from "@/components/ui/copyable";
import { dayFromNow, endOfDay } from "@/components/ui/days";
import { Field } from "@/components/ui/field";
import { shorten } from "@/components/ui/format";
import { Notice } from "@/components/ui/notice";
import { Select } from "@/components/ui/select";
import { GIFT_DEFAULT_DAYS, GIFT_LABEL_MAX, GIFT_MAX_DAYS } from "@/lib/gifts/limits";
import type { NewGifts } from "@/lib/gifts/schema";
import type { SaleDetails } from "@/lib/seller-pages/schema";

type File = { id: string; title: string };

/** A gift link for the buyer of one sale: the newest version of what was bought, or another file. */
export function GiveFile({ sale }: { sale: SaleDetails }) {
  const t = useWords("sales");
  const errors = useWords("errors");
  const client = useQueryClient();
  const own = sale.isFileRemoved ? [] : [{ id: sale.fileId, title: sale.fileTitle }];
  const [chosen, setChosen] = useState("");
  const [search, setSearch] = useState("");
  const [until, setUntil] = useState(() => dayFromNow(new Date(), GIFT_DEFAULT_DAYS));
  const { data: found = [] } = useQuery(filesByTitle(search));
  const others = found.filter(({ id }) => id !== sale.fileId);
  const fileId = chosen || (own[0]?.id ?? others[0]?.id ?? "");
  const give = useMutation({
    mutationFn: () => {
      const label = t("giveLabel", { payer: shorten(sale.payer), title: sale.fileTitle }).slice(0, GIFT_LABEL_MAX);
      const body = { count: 1, label, until: endOfDay(until)?.toISOString() };
      return requestJson<NewGifts>(`/api/files/${encodeURIComponent(fileId)}/gifts`, { method: "POST", body });
    },
    onSuccess: () => client.invalidateQueries(giftsQuery(fileId)),
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    if (fileId !== "") give.mutate();
  }
  const isOwn = (file: File) => file.id === sale.fileId;
  return (
    <form noValidate className="space-y-3" onSubmit={submit}>
      <p className="text-sm">{t("giveWhat")}</p>
      {sale.isFileRemoved && <p className="text-sm">{t("giveRemoved")}</p>}
      {give.data && (
        <Notice role="status" tone="good" title={t("giveReady")}>
          {give.data.gifts.map(({ id, url }) => (
            <div key={id} data-testid="gift-link">
              <Copyable text={url} copyLabel={t("giveCopy")} className="text-ink" />
            </div>
          ))}
        </Notice>
      )}
      <Field
        label={t("giveSearch")}
        optional
        type="search"
        dir="auto"
        autoComplete="off"
        value={search}
        onChange={(event) => {
          setSearch(event.target.value);
          setChosen("");
        }}
      />
      <Select
        label={t("giveFile")}
        value={fileId}
        options={[...own, ...others].map((file) => ({
          value: file.id,
          words: isOwn(file) ? t("giveThis", { title: file.title, number: sale.newestVersion }) : file.title,
        }))}
        onChange={(event) => setChosen(event.target.value)}
      />
      <Field
        label={t("giveUntil")}
        type="date"
        min={dayFromNow(new Date(), 0)}
        max={dayFromNow(new Date(), GIFT_MAX_DAYS - 1)}
        value={until}
        onChange={(event) => setUntil(event.target.value)}
      />
      {give.error && <Notice role="alert" tone="bad" title={wordsFor(give.error, errors)} />}
      <Button type="submit" look="secondary" size="sm" busy={give.isPending} disabled={fileId === ""}>
        {t("giveMake")}
      </Button>
    </form>
  );
}

/** Asked for once somebody writes a part of a title. */
const filesByTitle = (text: string) => ({
  queryKey: ["files by title", text.trim()],
  enabled: text.trim() !== "",
  queryFn: async ({ signal }: { signal: AbortSignal }) => {
    const query = new URLSearchParams({ q: text.trim() });
    const { files } = await requestJson<{ files: File[] }>(`/api/files?${query}`, { signal });
    return files;
  },
});
