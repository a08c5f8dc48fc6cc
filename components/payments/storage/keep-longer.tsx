"use client";

import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useWords } from "#i18n";
import { QueryProvider } from "@/components/http/query-provider";
import { refusalWords } from "@/components/http/refusal-words";
import { type Problem, requestJson } from "@/components/http/request";
import { offerPrice } from "@/components/offers/offer-price";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { safeStorage } from "@/components/ui/safe-storage";
import { Time } from "@/components/ui/time";
import type { ClientConfig } from "@/lib/client-config/schema";
import type { FileInfo } from "@/lib/products/files/schema";
import { isUnfinished, loadBegun } from "./begun";
import { afterDays, type DaysWanted, daysOf, extendsFrom, LENGTHS } from "./days";
import { DaysChoice } from "./days-choice";
import type { Goods } from "./goods";
import { PayStorage } from "./pay-storage";
import { PriceLine } from "./price-line";
import { priceQuery } from "./read-price";
import type { StoragePaid } from "./storage-api";

export type KeepLongerProps = {
  config: ClientConfig;
  file: Pick<FileInfo, "id" | "title" | "keptUntil">;
  /** Who pays: its seller may where others may not. */
  by?: "anybody" | "seller";
  onClose: () => void;
  /** The file is kept longer now. */
  onKept: () => void;
};

/** Keeping a file longer: for how long, what that costs and gives, paying, and the new date. */
export function KeepLonger(props: KeepLongerProps) {
  const t = useWords("storage");
  return (
    <QueryProvider>
      <Dialog open title={t("keepLonger")} onClose={props.onClose}>
        <p className="break-words">
          <bdi className="font-semibold">{props.file.title}</bdi>
        </p>
        <Steps {...props} />
      </Dialog>
    </QueryProvider>
  );
}

type Step =
  | { step: "choose" }
  | { step: "pay"; goods: Goods; offer: Parameters<typeof PayStorage>[0]["offer"]; resume: boolean }
  | { step: "paid"; keptUntil: string | null };

function firstStep(fileId: string): Step {
  const store = safeStorage("localStorage");
  const target = `storage.file.${fileId}` as const;
  const begun = isUnfinished(store, target) ? loadBegun(store, target) : null;
  return begun ? { step: "pay", goods: begun.goods, offer: begun.offer, resume: true } : { step: "choose" };
}

function Steps({ config, file, by, onClose, onKept }: KeepLongerProps) {
  const t = useWords("storage");
  const [step, setStep] = useState<Step>(() => firstStep(file.id));

  async function finish({ kept }: StoragePaid) {
    const info = (kept?.keptUntil ?? null) ? null : await readInfo(file.id);
    setStep({ step: "paid", keptUntil: kept?.keptUntil ?? info?.keptUntil ?? null });
    onKept();
  }

  if (step.step === "paid") {
    return (
      <div className="space-y-4">
        <Notice
          role="status"
          tone="good"
          title={step.keptUntil ? t.rich("keptLonger", { date: <Time iso={step.keptUntil} /> }) : t("keptLongerSoon")}
        />
        <Button wide onClick={onClose}>
          {t("close")}
        </Button>
      </div>
    );
  }
  if (step.step === "pay") {
    const { goods, offer, resume } = step;
    return (
      <div className="space-y-4">
        <WhatIsBought file={file} goods={goods} />
        <PriceLine offers={[offer]} offer={offer} onChoose={() => {}} />
        <PayStorage {...{ config, goods, offer, resume }} title={file.title} onPaid={finish} />
      </div>
    );
  }
  return (
    <Choose
      {...{ config, file, by, onClose }}
      onPay={(goods, offer) => setStep({ step: "pay", goods, offer, resume: false })}
    />
  );
}

type ChooseProps = Pick<KeepLongerProps, "config" | "file" | "by" | "onClose"> & {
  onPay: (goods: Goods, offer: Parameters<typeof PayStorage>[0]["offer"]) => void;
};

function Choose({ config, file, by = "anybody", onClose, onPay }: ChooseProps) {
  const t = useWords("storage");
  const buy = useWords("buy");
  const [from] = useState(() => extendsFrom(file.keptUntil, new Date()));
  const [wanted, setWanted] = useState<DaysWanted>(LENGTHS[0]);
  const [network, setNetwork] = useState<string | null>(null);
  const days = daysOf(wanted, from);
  const goods: Goods = { kind: "file", fileId: file.id, days: days ?? 0, by };
  const { data, isPending, isError, refetch } = useQuery({
    ...priceQuery(goods, config.networks),
    enabled: days !== null,
  });
  const offers = data?.kind === "price" ? data.offers : [];
  const offer = offers.find((one) => one.network === network) ?? offers[0];

  function submit(event: FormEvent) {
    event.preventDefault();
    if (offer) onPay(goods, offer);
  }

  return (
    <form onSubmit={submit} noValidate className="space-y-4">
      {file.keptUntil && (
        <p className="text-sm text-ink-soft">{t.rich("keptNow", { date: <Time iso={file.keptUntil} only="day" /> })}</p>
      )}
      <DaysChoice
        wanted={wanted}
        onChange={setWanted}
        from={from}
        maxDays={config.storage?.maxDays ?? 1}
        error={days === null ? t("chooseLater") : undefined}
      />
      {days !== null && <WhatIsBought file={file} goods={goods} />}
      <div aria-live="polite" className="min-h-8">
        {offer && <PriceLine offers={offers} offer={offer} onChoose={setNetwork} />}
        {days !== null && isPending && <p className="text-ink-soft">{t("asking")}</p>}
        {data?.kind === "refused" && <Refused problem={data.problem} onChoose={setWanted} />}
        {isError && (
          <Notice tone="bad" title={t("noPrice")}>
            <Button size="sm" onClick={() => refetch()}>
              {t("tryAgain")}
            </Button>
          </Notice>
        )}
      </div>
      <div className="flex flex-wrap justify-end gap-2">
        <Button look="secondary" onClick={onClose}>
          {t("cancel")}
        </Button>
        <Button type="submit" disabled={!offer}>
          {offer ? buy.rich("pay", { price: <bdi>{offerPrice(offer, t.locale)}</bdi> }) : t("payWith")}
        </Button>
      </div>
    </form>
  );
}

/** In plain words: what is bought, and what is not. */
function WhatIsBought({ file, goods }: { file: KeepLongerProps["file"]; goods: Goods }) {
  const t = useWords("storage");
  if (goods.kind !== "file") return null;
  const date = afterDays(extendsFrom(file.keptUntil, new Date()), goods.days);
  return (
    <div className="space-y-1 text-sm">
      <p className="font-semibold">
        {t.rich(file.keptUntil ? "adds" : "paysFrom", { count: goods.days, date: <Time iso={date} only="day" /> })}
      </p>
      <p className="text-ink-soft">{t("addsNoMore")}</p>
      <p className="text-ink-soft">{t("noRefund")}</p>
    </div>
  );
}

/** Why the server does not sell so many days; with how many it does, if that is the reason. */
function Refused({ problem, onChoose }: { problem: Problem; onChoose: (days: number) => void }) {
  const t = useWords("storage");
  const { title, detail } = refusalWords(useWords("errors"), problem);
  const most = problem.code === "storage_too_long" ? numberIn(problem.mostDays) : null;
  const least = problem.code === "invalid_days" ? numberIn(problem.leastDays) : null;
  const possible = least ?? most;
  return (
    <Notice role="alert" tone="warn" title={title}>
      {most !== null && <p>{t("atMost", { count: most })}</p>}
      {least !== null && <p>{t("atLeast", { count: least })}</p>}
      {possible === null && detail && <p>{detail}</p>}
      {possible !== null && possible > 0 && (
        <Button look="secondary" size="sm" onClick={() => onChoose(possible)}>
          {t("chooseDays", { count: possible })}
        </Button>
      )}
    </Notice>
  );
}

function numberIn(value: unknown): number | null {
  return typeof value === "number" && Number.isInteger(value) ? Math.max(0, value) : null;
}

function readInfo(fileId: string): Promise<FileInfo | null> {
  return requestJson<FileInfo>(`/api/files/${encodeURIComponent(fileId)}/info`).catch(() => null);
}
