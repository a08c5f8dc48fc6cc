import type { CreateConnectorFn } from "wagmi";
import { baseAccount } from "wagmi/connectors/baseAccount";
import { inWindow } from "./in-window";
import { askForTap } from "./tap";

/** Base Account, a wallet that needs no installation: a passkey, in a window of its own. Its code is loaded when it is asked. */
export const BASE_ACCOUNT = "baseAccount";

/**
 * wagmi's connector, which tells nobody what happens here, and whose requests end when its window does.
 *
 * @param url the page that is opened
 */
export function baseAccountConnector(url: string, appUrl: string): CreateConnectorFn {
  const connector = baseAccount({
    appName: new URL(appUrl).host,
    appLogoUrl: `${appUrl}/icon-180.png`,
    preference: { walletUrl: url, telemetry: false },
  } as Parameters<typeof baseAccount>[0]);
  return (config) => {
    const inner = connector(config);
    let provider: Promise<unknown> | undefined;
    async function getProvider() {
      provider ??= inner
        .getProvider()
        .then((raw) => inWindow(raw as never, { origin: new URL(url).origin, askForTap }));
      // What was not loaded is asked for again.
      provider.catch(() => {
        provider = undefined;
      });
      return provider;
    }
    return { ...inner, getProvider } as ReturnType<CreateConnectorFn>;
  };
}
