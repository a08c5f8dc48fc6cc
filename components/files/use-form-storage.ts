import { useEffect, useMemo, useState } from "react";
import { useWords } from "#i18n";
import { isUnfinished, loadBegun } from "@/components/payments/storage/begun";
import { daysUntil } from "@/components/payments/storage/days";
import { type Due, goodsDue } from "@/components/payments/storage/due-of";
import type { DueFor } from "@/components/payments/storage/due-storage";
import type { Goods } from "@/components/payments/storage/goods";
import { type StorageCost, useStorageCost } from "@/components/payments/storage/storage-cost";
import { safeStorage } from "@/components/ui/safe-storage";
import type { UploadState } from "@/components/uploads/resumable-upload";
import type { ClientConfig } from "@/lib/client-config/schema";
import type { Session } from "@/lib/sign-in/schema";
import { type DraftErrors, neededUntil, type SellDraft } from "./sell-draft";

/** Without an end: a day on sale, the days that each buyer gets at least, and one that has begun. */
export const KEPT_MIN_DAYS = 32;

type Options = {
  config: ClientConfig;
  draft: SellDraft;
  upload: Exclude<UploadState, { step: "none" }>;
  session: Session | undefined;
  /** What the server says has to be paid for, once it was asked to publish. */
  due: Due | null;
};

type FormStorage = {
  cost: StorageCost;
  mayHaveNoEnd: boolean;
  paysWithoutEnd: boolean;
  /** What is to be paid for now; null while nothing is. */
  goods: Goods | null;
  dueFor: DueFor;
  /** It was paid for, or not. */
  end: () => void;
  /** What about its storage has to be corrected. */
  errors: () => DraftErrors;
};

/** All that the form of a new file has to do with paid storage. */
export function useFormStorage({ config, draft, upload, session, due }: Options): FormStorage {
  const t = useWords("storage");
  const storesFree = session?.storesFree ?? false;
  const paysWithoutEnd = config.storage !== null && !storesFree;
  const noEnd = draft.noEnd && (storesFree || paysWithoutEnd);
  // The days begin with the last byte: from this visit's, or from now on while it is still to come.
  const from = useBegin(upload.step === "done");
  const until = neededUntil({ ...draft, noEnd });
  const cost = useStorageCost({
    config,
    size: upload.file.size,
    from,
    until,
    storesFree,
    mustPay: noEnd,
  });

  const uploadId = upload.step === "done" ? upload.uploadId : null;
  const token = upload.step === "done" ? upload.token : null;
  const [unfinished, setUnfinished] = useState<Goods | null>(null);
  useEffect(() => {
    const store = safeStorage("localStorage");
    const target = `storage.upload.${uploadId}` as const;
    if (uploadId !== null && isUnfinished(store, target)) setUnfinished(loadBegun(store, target)?.goods ?? null);
  }, [uploadId]);

  const chosenDays = noEnd && until ? Math.max(1, daysUntil(from, until)) : 0;
  const goods = useMemo(() => {
    if (unfinished) return unfinished;
    if (!due || uploadId === null || token === null) return null;
    // Without an end date the seller chooses how long it is kept at first.
    const days = noEnd && due.code === "storage_unpaid" ? chosenDays : due.days;
    return goodsDue({ ...due, days }, { uploadId, token });
  }, [unfinished, due, uploadId, token, noEnd, chosenDays]);

  return {
    cost,
    mayHaveNoEnd: storesFree || paysWithoutEnd,
    paysWithoutEnd,
    goods,
    dueFor: due?.code === "storage_too_short" ? "more" : "unpaid",
    end: () => setUnfinished(null),
    errors() {
      if (cost.kind === "too-long") {
        return { [noEnd ? "keepUntil" : "onSaleUntil"]: t("costTooLong", { count: cost.maxDays }) };
      }
      if (!noEnd || !paysWithoutEnd) return {};
      return until && chosenDays >= KEPT_MIN_DAYS ? {} : { keepUntil: t("chooseLater") };
    },
  };
}

/** When the last byte came, if this page saw it come; else now, to the minute. */
function useBegin(isDone: boolean): Date {
  const [begin, setBegin] = useState(() => new Date());
  useEffect(() => {
    setBegin(new Date());
    if (isDone) return;
    const timer = setInterval(() => setBegin(new Date()), 60_000);
    return () => clearInterval(timer);
  }, [isDone]);
  return begin;
}
