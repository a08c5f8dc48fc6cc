"use client";

import { useQuery } from "@tanstack/react-query";
import { useWords } from "#i18n";
import { EditPage } from "@/components/dashboard/edit/edit-page";
import { Loaded } from "@/components/dashboard/frame/loaded";
import { ownFileQuery } from "@/components/dashboard/queries";

/** Everything about one file, and all that its seller can change. */
export function FileTab({ fileId }: { fileId: string }) {
  const t = useWords("desk");
  return (
    <section className="space-y-4">
      <a href="/dashboard/files" className="inline-flex min-h-11 items-center text-sm underline underline-offset-2">
        {t("allFiles")}
      </a>
      <Loaded of={useQuery(ownFileQuery(fileId))}>{(file) => <EditPage file={file} />}</Loaded>
    </section>
  );
}
