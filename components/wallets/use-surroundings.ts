"use client";

import { useSyncExternalStore } from "react";
import { type InAppBrowser, type InjectedFlags, inAppBrowserOf, isHandheld, type Surroundings } from "./in-app-browser";

const never = () => () => {};

function surroundings(): Surroundings {
  const { userAgent, maxTouchPoints } = navigator;
  return { userAgent, maxTouchPoints, ethereum: (window as { ethereum?: InjectedFlags }).ethereum };
}

/** The app that shows this page inside itself; null in a browser, and until the page is alive. */
export function useInAppBrowser(): InAppBrowser | null {
  // As text: a fresh object at each read would never equal the last one.
  const seen = useSyncExternalStore(
    never,
    () => JSON.stringify(inAppBrowserOf(surroundings())),
    () => "null",
  );
  return JSON.parse(seen) as InAppBrowser | null;
}

/** True on a phone or tablet, once the page is alive. */
export function useHandheld(): boolean {
  return useSyncExternalStore(
    never,
    () => isHandheld(surroundings()),
    () => false,
  );
}
