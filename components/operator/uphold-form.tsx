"use client";

import { type FormEvent, useState } from "react";
import { useWords } from "#i18n";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { TextArea } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { FACTS_MAX } from "@/lib/decisions/schema";
import { useAct } from "./use-act";

/** Upholds the decision that an appeal is about, with reasons for the person who sent it. */
export function UpholdForm({ appealId }: { appealId: string }) {
  const t = useWords("operator");
  const [open, setOpen] = useState(false);
  const [reasons, setReasons] = useState("");
  const act = useAct();

  function submit(event: FormEvent) {
    event.preventDefault();
    const decision = { outcome: "upheld", reasons };
    void act.send("POST", `/api/operator/appeals/${appealId}/decision`, { decision });
  }

  return (
    <>
      <Button size="sm" look="secondary" onClick={() => setOpen(true)}>
        {t("uphold")}
      </Button>
      <Dialog open={open} title={t("uphold")} onClose={() => setOpen(false)}>
        <form className="space-y-4" onSubmit={submit}>
          <p className="text-sm">{t("upholdMeans")}</p>
          <TextArea
            label={t("reasons")}
            required
            rows={4}
            maxLength={FACTS_MAX}
            value={reasons}
            onChange={(event) => setReasons(event.target.value)}
          />
          {act.trouble && <Notice role="alert" tone="bad" title={act.trouble} />}
          <div className="flex flex-wrap justify-end gap-2">
            <Button look="secondary" onClick={() => setOpen(false)}>
              {t("cancel")}
            </Button>
            <Button type="submit" busy={act.busy}>
              {t("uphold")}
            </Button>
          </div>
        </form>
      </Dialog>
    </>
  );
}
