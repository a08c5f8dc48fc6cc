import { useQuery } from "@tanstack/react-query";
import { ExternalLink } from "lucide-react";
import { useWords } from "#i18n";
import { requestJson } from "@/components/http/request";
import { ButtonLink } from "@/components/ui/button";
import { isTraded, moneyLink } from "@/components/wallets/money-link";
import type { ClientConfig } from "@/lib/client-config/schema";
import { formatAtomic } from "@/lib/money";
import type { Network } from "@/lib/payment-methods/evm/chain/networks";
import type { Balance } from "@/lib/payment-methods/evm/chain/schema";

type Props = { config: ClientConfig; payTo: string };

/** Where the operator says that dollars are bought: a link for each network, with what is at the payout address. */
export function CashOut({ config, payTo }: Props) {
  const t = useWords("sellers");
  const { offrampUrl, networks, devnet } = config;
  const traded = networks.filter((network) => isTraded(network, devnet));
  if (!offrampUrl || traded.length === 0) return null;
  return (
    <div className="space-y-2">
      {traded.map((network) => (
        <CashOutOn key={network.caip2} {...{ network, payTo, offrampUrl }} />
      ))}
      <p className="text-xs text-ink-soft">{t("cashOutDetail", { site: new URL(offrampUrl).host })}</p>
    </div>
  );
}

type OnProps = { network: Network; payTo: string; offrampUrl: string };

function CashOutOn({ network, payTo, offrampUrl }: OnProps) {
  const t = useWords("sellers");
  const { data } = useQuery({
    queryKey: ["at the payout address", network.caip2, payTo],
    queryFn: () => {
      const query = new URLSearchParams({ network: network.caip2, address: payTo });
      return requestJson<Balance>(`/api/balances?${query}`);
    },
  });
  const amount = formatAtomic(BigInt(data?.balance ?? "0"), network.token.decimals);
  const place = { token: network.token.symbol, network: <bdi>{network.name}</bdi> };
  return (
    <ButtonLink
      href={moneyLink(offrampUrl, { address: payTo, network, amount })}
      target="_blank"
      rel="noreferrer"
      look="secondary"
      wide
    >
      <span>{t.rich("cashOut", place)}</span> <ExternalLink aria-hidden="true" className="size-4" />
    </ButtonLink>
  );
}
