"use client";

import { type FormEvent, useState } from "react";
import { useWords } from "#i18n";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import type { BlockKind } from "@/lib/blocks/schema";
import { useAct } from "./use-act";

type Props = {
  kind: BlockKind;
  /** What is blocked; without it the operator types it. */
  value?: string;
};

/** Blocks a wallet or a hash, with a reason for the log. */
export function BlockForm({ kind, value }: Props) {
  const t = useWords("operator");
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState("");
  const [reason, setReason] = useState("");
  const act = useAct();

  function submit(event: FormEvent) {
    event.preventDefault();
    void act.send("POST", "/api/operator/blocks", { kind, value: value ?? typed.trim(), reason });
  }

  return (
    <>
      <Button look="secondary" size="sm" onClick={() => setOpen(true)}>
        {t(`block_${kind}`)}
      </Button>
      <Dialog open={open} title={t(`block_${kind}`)} onClose={() => setOpen(false)}>
        <form className="space-y-4" onSubmit={submit}>
          <p className="text-sm">{t(`blockMeans_${kind}`)}</p>
          {value === undefined && (
            <Field
              label={t(`what_${kind}`)}
              required
              dir="ltr"
              className="font-mono text-sm"
              autoComplete="off"
              spellCheck={false}
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
            />
          )}
          <Field
            label={t("reason")}
            required
            maxLength={1_000}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
          {act.trouble && <Notice role="alert" tone="bad" title={act.trouble} />}
          <div className="flex flex-wrap justify-end gap-2">
            <Button look="secondary" onClick={() => setOpen(false)}>
              {t("cancel")}
            </Button>
            <Button type="submit" look="danger" busy={act.busy}>
              {t("block")}
            </Button>
          </div>
        </form>
      </Dialog>
    </>
  );
}
