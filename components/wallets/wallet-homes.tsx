import { ExternalLink } from "lucide-react";
import { walletApps } from "./wallet-apps";

/** Where to get wallets. */
export function WalletHomes() {
  return (
    <ul className="flex flex-wrap gap-x-5 text-sm">
      {walletApps.map(({ name, home }) => (
        <li key={name}>
          <a
            href={home}
            target="_blank"
            rel="noreferrer"
            className="inline-flex min-h-9 items-center gap-1.5 pointer-coarse:min-h-11"
          >
            <bdi>{name}</bdi> <ExternalLink aria-hidden="true" className="size-3.5" />
          </a>
        </li>
      ))}
    </ul>
  );
}
