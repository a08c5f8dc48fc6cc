"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import { useState } from "react";
import { useWords } from "#i18n";
import { requestJson, wordsFor } from "@/components/http/request";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import type { OwnFile } from "@/lib/products/files/schema";
import { changesWithSales } from "./queries";

/** Deletes a file after explaining what that means for its buyers. */
export function DeleteFile({ file }: { file: OwnFile }) {
  const t = useWords("sellers");
  const errors = useWords("errors");
  const [open, setOpen] = useState(false);
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => requestJson(`/api/files/${file.id}`, { method: "DELETE" }),
    onSuccess() {
      client.removeQueries(changesWithSales);
      // This page was about it.
      location.assign("/dashboard/files");
    },
  });

  return (
    <>
      <Button look="quiet-danger" size="sm" onClick={() => setOpen(true)}>
        <Trash2 aria-hidden="true" className="size-4" />
        {t("delete")}
      </Button>
      <Dialog open={open} title={t("deleteTitle")} onClose={() => setOpen(false)}>
        <p>{t.rich("deleteWhat", { title: <bdi className="font-semibold">{file.title}</bdi> })}</p>
        <p>{file.sales === 0 ? t("nobodyBought") : t("buyersKeep")}</p>
        {remove.error && <Notice role="alert" tone="bad" title={wordsFor(remove.error, errors)} />}
        <div className="flex flex-wrap justify-end gap-2">
          <Button look="secondary" onClick={() => setOpen(false)}>
            {t("keepIt")}
          </Button>
          <Button look="danger" busy={remove.isPending} onClick={() => remove.mutate()}>
            {t("deleteFile")}
          </Button>
        </div>
      </Dialog>
    </>
  );
}
