import { useWords } from "#i18n";
import { formatMoney } from "@/components/ui/format";
import type { Cheapest, ClientConfig } from "@/lib/client-config/schema";
import type { Words } from "@/lib/i18n/words";

/** The lowest price on each network, for each kind of wallet. */
export function CheapestPrices({ config }: { config: ClientConfig }) {
  const t = useWords("newcomers");
  const withAccounts = config.baseAccountUrl !== null && config.networks.some(({ baseAccount }) => baseAccount);
  return (
    <table className="w-full text-sm">
      <thead>
        <tr className="border-b border-line text-start align-bottom [&>th]:py-2 [&>th]:pe-3 [&>th]:text-start">
          <th scope="col">{t("network")}</th>
          <th scope="col">{t("usual")}</th>
          {withAccounts && <th scope="col">{t("firstPayment")}</th>}
        </tr>
      </thead>
      <tbody>
        {config.networks.map(({ chainId, name, baseAccount }) => (
          <tr key={chainId} className="border-b border-line [&>*]:py-2 [&>*]:pe-3">
            <th scope="row" className="text-start font-normal">
              <bdi>{name}</bdi>
            </th>
            <td>
              <bdi>{formatMoney(BigInt(config.cheapest[chainId]?.usual ?? "0"), t.locale)}</bdi>
            </td>
            {withAccounts && <td>{ofAccount(t, baseAccount ? config.cheapest[chainId] : undefined)}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function ofAccount(t: Words<"newcomers">, cheapest: Cheapest | undefined) {
  if (!cheapest || cheapest.newAccount === null) return t("never");
  if (cheapest.newAccount === "0") return t("unknown");
  return <bdi>{formatMoney(BigInt(cheapest.newAccount), t.locale)}</bdi>;
}
