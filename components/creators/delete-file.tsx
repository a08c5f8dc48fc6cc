"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import { useState } from "react";
import type { OwnFile } from "@/lib/files/schema";
import { requestJson, wordsFor } from "../http/request";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Notice } from "../ui/notice";
import { dashboardQuery } from "./queries";

/** Deletes a file after saying what that means for those who bought it. */
export function DeleteFile({ file }: { file: OwnFile }) {
  const [open, setOpen] = useState(false);
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => requestJson(`/api/files/${file.id}`, { method: "DELETE" }),
    onSuccess() {
      setOpen(false);
      return client.invalidateQueries(dashboardQuery);
    },
  });

  return (
    <>
      <Button look="quiet" size="sm" onClick={() => setOpen(true)}>
        <Trash2 aria-hidden="true" className="size-4" />
        Delete
      </Button>
      <Dialog open={open} title="Delete this file?" onClose={() => setOpen(false)}>
        <p>
          <bdi className="font-semibold">{file.title}</bdi> will no longer be sold, and its link will say so. This
          cannot be undone.
        </p>
        <p>
          {file.sales === 0
            ? "Nobody has bought it yet."
            : "Everyone who bought it can download it until the date they were promised. Its sales stay in your list."}
        </p>
        {remove.error && <Notice role="alert" tone="bad" title={wordsFor(remove.error)} />}
        <div className="flex flex-wrap justify-end gap-2">
          <Button look="secondary" onClick={() => setOpen(false)}>
            Keep it
          </Button>
          <Button look="danger" busy={remove.isPending} onClick={() => remove.mutate()}>
            Delete file
          </Button>
        </div>
      </Dialog>
    </>
  );
}
