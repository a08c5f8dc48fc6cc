import type { ReactNode } from "react";
import { useWords } from "#i18n";
import { contactHref } from "@/components/layout/contact";
import { offerPrice } from "@/components/offers/offer-price";
import { lookCommand, payProgram } from "@/components/offers/pay-command";
import { ButtonLink } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Copyable } from "@/components/ui/copyable";
import { QrCode } from "@/components/ui/qr-code";
import { NoWalletSteps } from "@/components/wallets/no-wallet-steps";
import { OpenInApp } from "@/components/wallets/open-in-app";
import { useHandheld } from "@/components/wallets/use-surroundings";
import { WalletHomes } from "@/components/wallets/wallet-homes";
import type { ClientConfig } from "@/lib/client-config/schema";
import type { Offer } from "@/lib/offers/schema";
import type { FileInfo } from "@/lib/products/files/schema";

type Props = { file: FileInfo; offer: Offer; config: ClientConfig };

/** Ways to the file that need no wallet in this browser: a wallet's app, a phone, a program, or the seller. */
export function OtherWays(props: Props) {
  const handheld = useHandheld();
  const { locale } = useWords("payments");
  const { config, file, offer } = props;
  return (
    <div className="divide-y divide-line [&>section]:space-y-3 [&>section]:py-4 [&>section]:text-sm">
      <NoWalletSteps config={config} offer={offer} price={offerPrice(offer, locale)} />
      {handheld ? <OpenInApp url={file.url} /> : <ByPhone {...props} />}
      {!handheld && <OnThisComputer {...props} />}
      <AskTheSeller {...props} />
      {!handheld && <ByProgram {...props} />}
    </div>
  );
}

function Way({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h3 className="text-base font-semibold">{title}</h3>
      {children}
    </section>
  );
}

function ByPhone({ file }: Props) {
  const t = useWords("payments");
  return (
    <Way title={t("phoneTitle")}>
      <p>{t("phoneDetail")}</p>
      <div className="flex flex-wrap items-start gap-4">
        <div className="w-36">
          <QrCode text={file.url} label={t("phoneQrLabel")} />
        </div>
        <CopyButton text={file.url} label={t("copyLink")} />
      </div>
    </Way>
  );
}

function OnThisComputer({ offer }: Props) {
  const t = useWords("payments");
  return (
    <Way title={t("computerTitle")}>
      <p>{t("computerDetail", { token: offer.symbol, network: offer.networkName })}</p>
      <WalletHomes />
    </Way>
  );
}

function AskTheSeller({ file }: Props) {
  const t = useWords("payments");
  const contact = contactHref(
    file.seller.contact ?? undefined,
    t("giftSubject", { title: file.title }),
    `${t("giftBody")}\n\n${file.url}\n`,
  );
  return (
    <Way title={t("giftTitle")}>
      <p>{t("giftDetail")}</p>
      {contact ? (
        <ButtonLink href={contact} look="secondary" size="sm" rel="noreferrer">
          {t("giftAsk")}
        </ButtonLink>
      ) : (
        <p>{t("giftNoContact")}</p>
      )}
    </Way>
  );
}

function ByProgram({ file, offer }: Props) {
  const t = useWords("payments");
  return (
    <Way title={t("programTitle")}>
      <p>{t("programDetail")}</p>
      <Copyable
        text={payProgram(file.url, file.name, offer)}
        copyLabel={t("copyCommand")}
        className="whitespace-pre-wrap"
      />
      <p>{t("programLook")}</p>
      <Copyable text={lookCommand(file.url)} copyLabel={t("copyLookCommand")} />
    </Way>
  );
}
