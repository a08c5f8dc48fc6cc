"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useWords } from "#i18n";
import { Button, ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Dialog } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { requestJson, wordsFor } from "./request";

type Props = {
  of: "seller" | "buyer";
  /** Under which the routes `data` and `erasure` are. */
  path: string;
  onErased: () => void;
};

/** What the shop stores about a wallet: to download, and to erase after explaining what goes and what stays. */
export function PersonalData({ of, path, onErased }: Props) {
  const t = useWords("privacy");
  const errors = useWords("errors");
  const [open, setOpen] = useState(false);
  const erase = useMutation({
    mutationFn: () => requestJson(`${path}/erasure`, { method: "POST" }),
    onSuccess() {
      setOpen(false);
      onErased();
    },
  });
  return (
    <Card className="space-y-4">
      <h3 className="text-base">{t("title")}</h3>
      <p className="text-sm">{t("what")}</p>
      <div className="flex flex-wrap gap-2">
        <ButtonLink href={`${path}/data`} look="secondary" size="sm" download>
          {t("download")}
        </ButtonLink>
        <Button look="quiet-danger" size="sm" onClick={() => setOpen(true)}>
          {t("erase")}
        </Button>
      </div>
      <Dialog open={open} title={t("eraseTitle")} onClose={() => setOpen(false)}>
        <p>{t(`${of}Erases`)}</p>
        <p>{t(`${of}Keeps`)}</p>
        {erase.error && <Notice role="alert" tone="bad" title={wordsFor(erase.error, errors)} />}
        <div className="flex flex-wrap justify-end gap-2">
          <Button look="secondary" onClick={() => setOpen(false)}>
            {t("cancel")}
          </Button>
          <Button look="danger" busy={erase.isPending} onClick={() => erase.mutate()}>
            {t("confirm")}
          </Button>
        </div>
      </Dialog>
    </Card>
  );
}
