import { CircleCheck } from "lucide-react";
import { useEffect, useRef } from "react";
import { useWords } from "#i18n";
import { PreviewsFold } from "@/components/previews/previews-fold";
import { SaveQrLater } from "@/components/sharing/part-later";
import { Button, ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { EndDate } from "@/components/ui/end-date";
import { Money } from "@/components/ui/money";
import { QrCode } from "@/components/ui/qr-code";
import { ShareButton } from "@/components/ui/share-button";
import { UrlText } from "@/components/ui/url-text";
import type { OwnFile } from "@/lib/products/files/schema";
import { LinkCard } from "./link-card";
import { LinkFold } from "./link-fold";
import { SaleHelpers } from "./sale-helpers";
import { ShareRow } from "./share-row";
import type { Sold } from "./use-sold";

type Props = Sold & { onChange: (file: OwnFile) => void; onAnother: () => void };

/** The link is ready: copy it, share it, show it. */
export function FileLink({ file, sending, coverTrouble, local, onChange, onAnother }: Props) {
  const t = useWords("sell");
  const heading = useRef<HTMLHeadingElement>(null);
  // The one that people can read goes first.
  const url = file.readableUrl ?? file.url;
  useEffect(() => heading.current?.focus(), []);
  return (
    <Card className="space-y-6 overflow-hidden">
      <div className="-mx-5 -mt-5 space-y-2 bg-accent-soft p-5 text-accent-ink sm:-mx-7 sm:-mt-7 sm:px-7 sm:py-6">
        <div className="flex items-center gap-3">
          <CircleCheck aria-hidden="true" className="flourish size-9 shrink-0" />
          <h2 ref={heading} tabIndex={-1} className="font-display text-2xl font-semibold outline-none">
            {t("linkReady")}
          </h2>
        </div>
        <p className="text-sm">
          {t.rich(file.saleEndsAt ? "soldForUntil" : "soldForGood", {
            title: <bdi className="font-semibold">{file.title}</bdi>,
            price: file.free ? t("freeInline") : <Money microUsd={file.priceMicroUsd} />,
            date: <EndDate iso={file.saleEndsAt} only="day" />,
          })}
        </p>
      </div>
      <div className="space-y-3">
        <p translate="no" className="rounded-md bg-sunken px-3 py-3 font-mono text-sm break-all select-all">
          <span data-testid="file-link">
            <UrlText url={url} />
          </span>
        </p>
        <div className="flex flex-wrap gap-2">
          <CopyButton text={url} label={t("copyLink")} look="primary" size="md" />
          <ShareButton url={url} title={file.title} label={t("share")} size="md" />
          <ButtonLink href={url} look="secondary">
            {t("open")}
          </ButtonLink>
        </div>
        <p className="text-sm text-ink-soft">{t("peopleAndPrograms")}</p>
        {url !== file.url && (
          <p className="text-xs break-all text-ink-soft">
            {t.rich("alsoAt", { link: <bdi translate="no">{file.url}</bdi> })}
          </p>
        )}
        <LinkFold file={file} onChange={onChange} />
      </div>
      <div className="flex flex-col gap-6 border-t border-line pt-5 sm:flex-row">
        <div className="min-w-0 max-w-md flex-1">
          <LinkCard file={file} />
        </div>
        <div className="w-36 shrink-0">
          <QrCode text={url} label={t("qrOfLink")} />
          <SaveQrLater url={url} title={file.title} />
        </div>
      </div>
      <ShareRow url={url} title={file.title} />
      <SaleHelpers {...{ file, sending, coverTrouble, onChange }} />
      <PreviewsFold file={file} local={local ?? null} withoutCovers onChange={onChange} />
      <div className="flex flex-wrap justify-between gap-2 border-t border-line pt-4">
        <Button look="quiet" className="-ms-4" onClick={onAnother}>
          {t("sellAnother")}
        </Button>
        <ButtonLink href="/dashboard/files" look="quiet" className="max-sm:-ms-4 sm:-me-4">
          {t("goToFiles")}
        </ButtonLink>
      </div>
    </Card>
  );
}
