"use client";

import { useEffect, useRef, useState } from "react";
import { useWords } from "#i18n";
import { requestJson, wordsFor } from "@/components/http/request";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Notice } from "@/components/ui/notice";
import { Spinner } from "@/components/ui/spinner";
import type { LinkOffer, UsedLink } from "@/lib/notices/schema";
import { newClaimToken } from "./claim-token";
import { OpenedPurchase } from "./opened-purchase";

type State =
  | { step: "looking" }
  | { step: "empty" }
  | { step: "wrong"; error: unknown }
  | { step: "offered"; offer: LinkOffer; busy: boolean; error: unknown }
  | { step: "done"; used: UsedLink };

const post = <T,>(path: string, body: object) => requestJson<T>(path, { method: "POST", body });

/** Follows a link from a mail on a click, never by itself: mail filters open links, too. Its secret is in the fragment. */
export function FollowLink() {
  const t = useWords("notices");
  const errors = useWords("errors");
  const [state, setState] = useState<State>({ step: "looking" });
  const link = useRef("");
  // The same one at each attempt: after a lost response it gets the same response.
  const claimToken = useRef("");

  async function look() {
    setState({ step: "looking" });
    link.current = location.hash.slice(1);
    if (!link.current) return setState({ step: "empty" });
    try {
      const offer = await post<LinkOffer>("/api/notices/look", { link: link.current });
      setState({ step: "offered", offer, busy: false, error: null });
    } catch (error) {
      setState({ step: "wrong", error });
    }
  }

  async function use(offer: LinkOffer) {
    setState({ step: "offered", offer, busy: true, error: null });
    claimToken.current ||= newClaimToken();
    const { purpose, isSpent } = offer;
    const how = {
      open: isSpent ? { again: true } : { claimToken: claimToken.current },
      confirm: {},
      stop: isSpent ? { again: true } : {},
    }[purpose];
    try {
      const used = await post<UsedLink>("/api/notices/use", { link: link.current, ...how });
      history.replaceState(null, "", location.pathname);
      setState({ step: "done", used });
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

  if (state.step === "looking") {
    return (
      <p role="status" className="flex items-center gap-3 text-ink-soft">
        <Spinner /> {t("opening")}
      </p>
    );
  }
  if (state.step === "empty") {
    return (
      <Notice tone="warn" title={t("empty")}>
        <p>{t("emptyWhy")}</p>
      </Notice>
    );
  }
  if (state.step === "wrong") return <Notice role="alert" tone="warn" title={wordsFor(state.error, errors)} />;
  if (state.step === "done") {
    const undo = () => use({ purpose: "stop", title: null, isSpent: true });
    return <Done used={state.used} undo={undo} />;
  }
  const { offer, busy, error } = state;
  return (
    <Card className="space-y-5">
      <Offer offer={offer} />
      {error !== null && <Notice role="alert" tone="bad" title={wordsFor(error, errors)} />}
      <Button size="lg" wide busy={busy} onClick={() => use(offer)}>
        {t(buttonOf(offer))}
      </Button>
    </Card>
  );
}

function buttonOf({ purpose, isSpent }: LinkOffer) {
  if (purpose === "open") return isSpent ? "again" : "openButton";
  if (purpose === "confirm") return "confirmButton";
  return isSpent ? "resumeButton" : "stopButton";
}

function Offer({ offer: { purpose, title, isSpent } }: { offer: LinkOffer }) {
  const t = useWords("notices");
  if (purpose === "stop" && isSpent) return <Words title={t("resumeTitle")} what={t("resumeWhat")} />;
  if (purpose === "stop") return <Words title={t("stopTitle")} what={t("stopWhat")} />;
  if (purpose === "confirm") return <Words title={t("confirmTitle")} />;
  if (isSpent) return <Words title={t("spent")} what={t("spentWhy")} />;
  return <Words title={t.rich("openTitle", { title: <bdi>{title}</bdi> })} what={t("openWhat")} />;
}

function Words({ title, what }: { title: React.ReactNode; what?: string }) {
  return (
    <>
      <h2 className="text-lg break-words">{title}</h2>
      {what && <p>{what}</p>}
    </>
  );
}

function Done({ used, undo }: { used: UsedLink; undo: () => void }) {
  const t = useWords("notices");
  if (used.did === "opened") return <OpenedPurchase {...used} />;
  const words = {
    confirmed: "confirmed",
    stopped: "stopDone",
    resumed: "resumeDone",
    "sent-again": "sentAgain",
  } as const;
  return (
    <>
      <Notice role="status" tone="good" title={t(words[used.did])}>
        {used.did === "resumed" && <p>{t("resumeDoneWhat")}</p>}
      </Notice>
      {used.did === "stopped" && (
        <Button look="secondary" className="mt-5" onClick={undo}>
          {t("resumeButton")}
        </Button>
      )}
    </>
  );
}
