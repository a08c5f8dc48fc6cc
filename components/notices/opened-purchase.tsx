import { CircleCheck } from "lucide-react";
import { useWords } from "#i18n";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Copyable } from "@/components/ui/copyable";
import { Time } from "@/components/ui/time";
import type { UsedLink } from "@/lib/notices/schema";

type Props = Omit<Extract<UsedLink, { did: "opened" }>, "did">;

/** What a link from a mail has opened. */
export function OpenedPurchase({ ticketUrl, downloadUntil, recoveryUrl, fileUrl }: Props) {
  const t = useWords("notices");
  return (
    <Card className="space-y-5">
      <div role="status" className="flex items-center gap-3 text-accent-ink">
        <CircleCheck aria-hidden="true" className="size-7 shrink-0" />
        <h2 className="text-lg">{t("opened")}</h2>
      </div>
      <ButtonLink href={ticketUrl} size="lg" wide>
        {t("download")}
      </ButtonLink>
      <p className="text-sm">
        {downloadUntil ? t.rich("until", { date: <Time iso={downloadUntil} /> }) : t("forGood")}
      </p>
      <div className="space-y-2">
        <p className="text-sm">{t("keepLink")}</p>
        <Copyable text={recoveryUrl} copyLabel={t("copyRecovery")} />
      </div>
      <ButtonLink href={fileUrl} look="secondary" wide>
        {t("toPage")}
      </ButtonLink>
    </Card>
  );
}
