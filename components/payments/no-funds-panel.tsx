"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { Offer } from "@/lib/files/schema";
import { formatAtomic } from "@/lib/money";
import { readProblem } from "../http/request";
import { Button } from "../ui/button";
import { Copyable } from "../ui/copyable";
import { Details } from "../ui/details";
import { Notice } from "../ui/notice";
import { QrCode } from "../ui/qr-code";
import { askFaucet } from "../wallets/faucet";
import { balanceQuery } from "./queries";

type Props = {
  offer: Offer;
  payer: string;
  /** Atomic units, as last known. */
  missing: string;
  signed: boolean;
  devnet: boolean;
  onFunded: () => void;
  /** The payer says that this wallet bought the file before: a signature shows it, and nothing is charged. */
  onAlreadyPaid: () => void;
  onOtherWallet: () => void;
};

/** What to do when the wallet has too little: how much is missing, where to send it, and a page that notices. */
export function NoFundsPanel(props: Props) {
  const { offer, payer, signed, devnet, onFunded, onAlreadyPaid, onOtherWallet } = props;
  const { data: balance } = useQuery(balanceQuery(offer.network, payer));
  const enough = balance != null && BigInt(balance) >= BigInt(offer.amount);
  const missing = balance == null ? BigInt(props.missing) : BigInt(offer.amount) - BigInt(balance);

  useEffect(() => {
    if (enough) onFunded();
  }, [enough, onFunded]);

  if (enough) return null;
  return (
    <Notice
      role="alert"
      tone="warn"
      title={
        <>
          You need{" "}
          <bdi>
            {formatAtomic(missing, offer.decimals)} more {offer.symbol}
          </bdi>{" "}
          on {offer.networkName}.
        </>
      }
    >
      <p>
        Nothing was charged; this page will notice when it arrives
        {signed ? " and use the signature you gave already." : "."}
      </p>
      <div className="space-y-1 text-ink">
        <p className="text-xs">
          Send {offer.symbol} on {offer.networkName} to your own wallet:
        </p>
        <Copyable text={payer} copyLabel="Copy your address" />
      </div>
      {devnet && <FaucetButton address={payer} />}
      <div className="flex flex-wrap gap-2">
        <Button look="secondary" size="sm" onClick={onOtherWallet}>
          Use another wallet
        </Button>
        {!signed && (
          <Button look="quiet" size="sm" className="-ms-3" onClick={onAlreadyPaid}>
            I already bought this with this wallet
          </Button>
        )}
      </div>
      <Details summary="Show the address as a QR code">
        <QrCode text={payer} label="QR code of your wallet's address" />
      </Details>
    </Notice>
  );
}

function FaucetButton({ address }: { address: string }) {
  const [state, setState] = useState<"idle" | "busy" | "asked">("idle");
  const [words, setWords] = useState("");

  async function ask() {
    setState("busy");
    const response = await askFaucet(address).catch(() => null);
    if (response?.ok) {
      setState("asked");
      setWords("Play money is on its way.");
      return;
    }
    setState("idle");
    const problem = response ? await readProblem(response) : null;
    setWords(problem ? (problem.detail ?? problem.title) : "The faucet could not be reached. Try again.");
  }

  return (
    <div className="space-y-1">
      <Button size="sm" busy={state === "busy"} disabled={state === "asked"} onClick={ask}>
        Get play money (demo)
      </Button>
      <p role="status">{words}</p>
    </div>
  );
}
