import { ExternalLink, Pause, Play } from "lucide-react";
import { useWords } from "#i18n";
import { useChangeFile } from "@/components/dashboard/use-change-file";
import { wordsFor } from "@/components/http/request";
import { Button, ButtonLink } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import type { FileRow } from "@/lib/sellers/files/schema";

/** What can be done to a file from the list. Everything else is on its own page, to which its title leads. */
export function RowActions({ file }: { file: FileRow }) {
  const t = useWords("sellers");
  const desk = useWords("desk");
  const errors = useWords("errors");
  const change = useChangeFile(file.id);
  const title = <bdi>{file.title}</bdi>;
  const Icon = file.paused ? Play : Pause;
  return (
    <>
      <span className="flex items-center justify-end">
        <CopyButton text={file.url} label={desk("copyLinkOf", { title: file.title })} iconOnly look="quiet" />
        {(file.state === "on-sale" || file.state === "paused") && (
          <Button
            look="quiet"
            size="sm"
            busy={change.isPending}
            title={t(file.paused ? "resumeSale" : "pauseSale")}
            onClick={() => change.mutate({ paused: !file.paused })}
          >
            {!change.isPending && <Icon aria-hidden="true" className="size-4" />}
            <span className="sr-only">{desk.rich(file.paused ? "resumeSaleOf" : "pauseSaleOf", { title })}</span>
          </Button>
        )}
        <ButtonLink href={file.url} look="quiet" size="sm" title={desk("openPage")}>
          <ExternalLink aria-hidden="true" className="size-4" />
          <span className="sr-only">{desk.rich("openPageOf", { title })}</span>
        </ButtonLink>
      </span>
      {change.error && (
        <span role="alert" className="block text-end text-bad-ink">
          {wordsFor(change.error, errors)}
        </span>
      )}
    </>
  );
}
