import type { ReactNode } from "react";
import { useWords } from "#i18n";
import type { ClientConfig } from "@/lib/client-config/schema";
import { CheapestPrices } from "./cheapest-prices";
import { isTraded } from "./money-link";
import { WalletHomes } from "./wallet-homes";

type Props = { config: ClientConfig };

const strong = (words: ReactNode) => <strong className="font-semibold">{words}</strong>;

/** What a wallet is, the three steps to a payment, and how long each takes. */
export function Newcomers({ config }: Props) {
  const t = useWords("newcomers");
  const token = config.networks[0]?.token.symbol ?? "USDC";
  return (
    <article className="mx-auto w-full max-w-2xl space-y-6 px-4 pt-6 sm:px-6 sm:pt-10">
      <header className="space-y-3">
        <h1 className="text-2xl">{t("title")}</h1>
        <p>{t("lead", { token })}</p>
      </header>
      <Part title={t("whatTitle")}>
        <p>{t("what", { token })}</p>
      </Part>
      <Part title={t("stepsTitle")}>
        <Step title={t("getTitle")}>
          <Get config={config} />
        </Step>
        <Step title={t("fundTitle")}>
          <Fund config={config} token={token} />
        </Step>
        <Step title={t("backTitle")}>
          <p>{t.rich("back", { b: strong })}</p>
        </Step>
      </Part>
      <Part title={t("pricesTitle")}>
        <p>{t("prices")}</p>
        <CheapestPrices config={config} />
      </Part>
      <Part title={t("sellTitle")}>
        <p>{t("sell")}</p>
        {config.offrampUrl && isPaidOut(config) && <p>{t("sellOut")}</p>}
      </Part>
    </article>
  );
}

const isPaidOut = ({ networks, devnet }: ClientConfig) => networks.some((network) => isTraded(network, devnet));

function Get({ config }: Props) {
  const t = useWords("newcomers");
  const { baseAccountUrl, networks } = config;
  return (
    <>
      {baseAccountUrl && networks.some(({ baseAccount }) => baseAccount) && (
        <p>{t.rich("getAccount", { b: strong, site: <bdi>{new URL(baseAccountUrl).host}</bdi> })}</p>
      )}
      <p>{t.rich("getApp", { b: strong })}</p>
      <WalletHomes />
    </>
  );
}

function Fund({ config, token }: Props & { token: string }) {
  const t = useWords("newcomers");
  const networks = <bdi>{config.networks.map(({ name }) => name).join(", ")}</bdi>;
  return (
    <>
      {config.onrampUrl && isPaidOut(config) && (
        <p>{t.rich("fundCard", { b: strong, site: <bdi>{new URL(config.onrampUrl).host}</bdi> })}</p>
      )}
      <p>{t.rich("fundExchange", { b: strong, token, networks })}</p>
      <p>{t.rich("fundFriend", { b: strong })}</p>
      <p>{t.rich("fundNetwork", { networks })}</p>
    </>
  );
}

type PartProps = { title: string; children: ReactNode };

function Part({ title, children }: PartProps) {
  return (
    <section aria-label={title} className="space-y-3">
      <h2 className="text-xl">{title}</h2>
      {children}
    </section>
  );
}

function Step({ title, children }: PartProps) {
  return (
    <div className="space-y-2">
      <h3 className="text-base font-semibold">{title}</h3>
      {children}
    </div>
  );
}
