"use client";

import { type FormEvent, useState } from "react";
import { useWords } from "#i18n";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { NOTICE_DAYS } from "@/lib/storage-ends/limits";
import { useAct } from "./use-act";

type Props = { fileId: string; mayEnd: boolean; mayLose: boolean };

/** Ending the storage that somebody paid for, and recording that its bytes are lost. */
export function EndStorage({ fileId, mayEnd, mayLose }: Props) {
  const t = useWords("keeping");
  const [act, setAct] = useState<"end" | "lost" | null>(null);
  const close = () => setAct(null);
  return (
    <div className="flex flex-wrap gap-2">
      {mayEnd && (
        <Button size="sm" look="secondary" onClick={() => setAct("end")}>
          {t("end")}
        </Button>
      )}
      {mayLose && (
        <Button size="sm" look="quiet" onClick={() => setAct("lost")}>
          {t("lost")}
        </Button>
      )}
      <Dialog open={act !== null} title={act === "lost" ? t("lostNow") : t("endNow")} onClose={close}>
        {act === "end" && <EndForm fileId={fileId} onCancel={close} />}
        {act === "lost" && <LossForm fileId={fileId} onCancel={close} />}
      </Dialog>
    </div>
  );
}

type FormProps = { fileId: string; onCancel: () => void };

function EndForm({ fileId, onCancel }: FormProps) {
  const t = useWords("keeping");
  const act = useAct();
  const [day, setDay] = useState("");
  function submit(event: FormEvent) {
    event.preventDefault();
    // The end of that day, in UTC; without a day the server takes the earliest.
    const endsAt = day === "" ? undefined : `${day}T23:59:59.999Z`;
    void act.send("POST", `/api/operator/files/${fileId}/storage-end`, { endsAt });
  }
  return (
    <form className="space-y-4" onSubmit={submit}>
      <p className="text-sm">{t("endWhat", { days: NOTICE_DAYS })}</p>
      <Field
        label={t("endOn")}
        type="date"
        hint={t("endHint", { days: NOTICE_DAYS })}
        value={day}
        onChange={(event) => setDay(event.target.value)}
      />
      {act.trouble && <Notice role="alert" tone="bad" title={act.trouble} />}
      <Buttons words={t("endNow")} busy={act.busy} onCancel={onCancel} />
    </form>
  );
}

function LossForm({ fileId, onCancel }: FormProps) {
  const t = useWords("keeping");
  const act = useAct();
  function submit(event: FormEvent) {
    event.preventDefault();
    void act.send("POST", `/api/operator/files/${fileId}/loss`);
  }
  return (
    <form className="space-y-4" onSubmit={submit}>
      <p className="text-sm">{t("lostWhat")}</p>
      {act.trouble && <Notice role="alert" tone="bad" title={act.trouble} />}
      <Buttons words={t("lostNow")} busy={act.busy} onCancel={onCancel} />
    </form>
  );
}

function Buttons({ words, busy, onCancel }: { words: string; busy: boolean; onCancel: () => void }) {
  const t = useWords("keeping");
  return (
    <div className="flex flex-wrap justify-end gap-2">
      <Button look="secondary" onClick={onCancel}>
        {t("cancel")}
      </Button>
      <Button type="submit" look="danger" busy={busy}>
        {words}
      </Button>
    </div>
  );
}
