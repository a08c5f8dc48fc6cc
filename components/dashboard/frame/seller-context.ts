import { createContext, useContext } from "react";
import type { SellerLimits } from "@/components/files/sell-draft";
import type { ClientConfig } from "@/lib/client-config/schema";
import type { Session } from "@/lib/sign-in/schema";

/** What every tab of the dashboard knows. */
type SellerContext = {
  config: ClientConfig;
  limits: SellerLimits;
  /** Who is signed in. */
  session: NonNullable<Session>;
  /** To be called when the session has ended. */
  onSignedOut: () => void;
};

export const SellerProvided = createContext<SellerContext | null>(null);

/** The signed-in seller, and the shop's settings. Only inside the dashboard's frame. */
export function useSeller(): SellerContext {
  const context = useContext(SellerProvided);
  if (!context) throw new Error("Not inside the dashboard's frame.");
  return context;
}
