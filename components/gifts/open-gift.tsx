"use client";

import { CircleCheck, Gift } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useWords } from "#i18n";
import { FactsLine } from "@/components/files/facts-line";
import { hasRefused, requestJson, wordsFor } from "@/components/http/request";
import { SellerName } from "@/components/offers/seller-name";
import { Button, ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Copyable } from "@/components/ui/copyable";
import { Cover } from "@/components/ui/cover";
import { formatBytes } from "@/components/ui/format";
import { Notice } from "@/components/ui/notice";
import { Spinner } from "@/components/ui/spinner";
import { Time } from "@/components/ui/time";
import type { GiftOffer, TakenGift } from "@/lib/gifts/schema";
import { keyFor } from "./gift-key";

type State =
  | { step: "opening" }
  | { step: "empty" }
  | { step: "wrong"; error: unknown; mayHelp: boolean }
  | { step: "offered"; offer: GiftOffer; busy: boolean; error: unknown }
  | { step: "taken"; gift: TakenGift; offer: GiftOffer };

const post = <T,>(path: string, body: object) => requestJson<T>(path, { method: "POST", body });

/**
 * Shows what a gift link is for and takes it on a click, never by itself: mail filters and chats open links too. Its
 * secret is in the fragment, which no server sees.
 */
export function OpenGift() {
  const [state, setState] = useState<State>({ step: "opening" });
  const token = useRef("");

  async function look() {
    setState({ step: "opening" });
    token.current = location.hash.slice(1) || token.current;
    if (!token.current) return setState({ step: "empty" });
    try {
      const offer = await post<GiftOffer>("/api/gifts/look", { token: token.current });
      setState({ step: "offered", offer, busy: false, error: null });
    } catch (error) {
      const known = hasRefused(error);
      // Taken by this browser, whose response was lost: the same claim token gets the same response.
      const again = known && error.problem.code === "gift_taken" ? await takeAgain() : null;
      setState(again ?? { step: "wrong", error, mayHelp: !known });
    }
  }

  async function takeAgain(): Promise<State | null> {
    const key = await keyFor(token.current, false);
    if (!key) return null;
    const gift = await post<TakenGift>("/api/gifts/take", { token: token.current, claimToken: key }).catch(() => null);
    if (!gift) return null;
    location.assign(gift.fileUrl);
    return { step: "opening" };
  }

  async function take(offer: GiftOffer) {
    setState({ step: "offered", offer, busy: true, error: null });
    try {
      // Stored before it is sent, so that a lost response does not lose the gift.
      const claimToken = await keyFor(token.current, true);
      const gift = await post<TakenGift>("/api/gifts/take", { token: token.current, claimToken });
      history.replaceState(null, "", location.pathname);
      setState({ step: "taken", gift, offer });
    } catch (error) {
      setState({ step: "offered", offer, busy: false, error });
    }
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the page opens
  useEffect(() => {
    void look();
    const again = () => {
      if (location.hash) void look();
    };
    addEventListener("hashchange", again);
    return () => removeEventListener("hashchange", again);
  }, []);

  return <Card className="space-y-5">{content(state, look, take)}</Card>;
}

function content(state: State, look: () => void, take: (offer: GiftOffer) => void) {
  switch (state.step) {
    case "opening":
      return <Opening />;
    case "empty":
      return <Empty />;
    case "wrong":
      return <Wrong error={state.error} onAgain={state.mayHelp ? look : null} />;
    case "offered":
      return <Offered {...state} onTake={() => take(state.offer)} />;
    case "taken":
      return <Taken {...state} />;
  }
}

function Opening() {
  const t = useWords("gifts");
  return (
    <p role="status" className="flex items-center gap-3 text-ink-soft">
      <Spinner /> {t("opening")}
    </p>
  );
}

function Empty() {
  const t = useWords("gifts");
  return (
    <Notice tone="warn" title={t("empty")}>
      <p>{t("emptyWhy")}</p>
    </Notice>
  );
}

function Wrong({ error, onAgain }: { error: unknown; onAgain: (() => void) | null }) {
  const t = useWords("gifts");
  const errors = useWords("errors");
  return (
    <Notice role="alert" tone="warn" title={wordsFor(error, errors)}>
      {onAgain && (
        <Button size="sm" onClick={onAgain}>
          {t("tryAgain")}
        </Button>
      )}
    </Notice>
  );
}

type OfferedProps = { offer: GiftOffer; busy: boolean; error: unknown; onTake: () => void };

function Offered({ offer, busy, error, onTake }: OfferedProps) {
  const t = useWords("gifts");
  const ui = useWords("ui");
  const errors = useWords("errors");
  return (
    <>
      <div className="flex items-start gap-4">
        {offer.preview ? (
          <Cover preview={offer.preview} className="size-20" />
        ) : (
          <span className="grid size-14 shrink-0 place-items-center rounded-md border border-transparent bg-accent-soft text-accent-ink">
            <Gift aria-hidden="true" className="size-7" strokeWidth={1.75} />
          </span>
        )}
        <div className="min-w-0 space-y-1">
          <h2 className="text-lg break-words">
            <bdi>{offer.title}</bdi>
          </h2>
          <p className="text-sm break-words text-ink-soft">
            {t.rich("fileFacts", { name: <bdi>{offer.name}</bdi>, size: formatBytes(offer.size, ui) })}
          </p>
          <FactsLine of={offer} />
        </div>
      </div>
      <p>{t.rich("from", { seller: <SellerName seller={offer.seller} /> })}</p>
      <p className="text-sm text-ink-soft">{t.rich("onePerson", { date: <Time iso={offer.until} only="day" /> })}</p>
      {error !== null && <Notice role="alert" tone="bad" title={wordsFor(error, errors)} />}
      <Button size="lg" wide busy={busy} onClick={onTake}>
        {t("take")}
      </Button>
    </>
  );
}

function Taken({ gift, offer }: { gift: TakenGift; offer: GiftOffer }) {
  const t = useWords("gifts");
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <>
      <div className="flex items-center gap-3 text-accent-ink">
        <CircleCheck aria-hidden="true" className="size-7 shrink-0" />
        <h2 ref={heading} tabIndex={-1} className="text-lg outline-none">
          {t("yours")}
        </h2>
      </div>
      <ButtonLink href={gift.ticketUrl} size="lg" wide>
        {t("download")}
        <span className="sr-only">{offer.title}</span>
      </ButtonLink>
      <p className="text-sm">{t.rich("downloadUntil", { date: <Time iso={gift.downloadUntil} /> })}</p>
      <div className="space-y-2">
        <p className="text-sm">{t("keepLink")}</p>
        <Copyable text={gift.recoveryUrl} copyLabel={t("copyRecovery")} />
      </div>
      <ButtonLink href={gift.fileUrl} look="secondary" wide>
        {t("toPage")}
      </ButtonLink>
    </>
  );
}
