import { describe, expect, it } from "vitest";
import { type InjectedFlags, inAppBrowserOf, isHandheld, systemBrowserUrl } from "./in-app-browser";

const android =
  "Mozilla/5.0 (Linux; Android 15; 23127PN0CC Build/AQ3A.240627.003; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/131.0.6778.135 Mobile Safari/537.36";
const iphone =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148";
const ipadAsMac =
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15";

const apps: [string, string, InjectedFlags | undefined, string | null, boolean][] = [
  ["MetaMask on Android", `${android} WebView MetaMaskMobile`, { isMetaMask: true }, "MetaMask", true],
  ["MetaMask on iOS", `${iphone} MetaMaskMobile`, { isMetaMask: true }, "MetaMask", true],
  // Their browsers say nothing of themselves (trustwallet/trust-web3-provider#668), so the wallet's flags tell.
  ["Trust on Android", android, { isMetaMask: true, isTrust: true, isTrustWallet: true }, "Trust Wallet", true],
  ["Trust on iOS, by name", `${iphone} Trust/9.12`, undefined, "Trust Wallet", true],
  ["Coinbase on Android", android, { isCoinbaseWallet: true, isCoinbaseBrowser: true }, "Base (Coinbase Wallet)", true],
  ["Coinbase on iOS", iphone, { isCoinbaseBrowser: true }, "Base (Coinbase Wallet)", true],
  ["Rainbow on iOS", iphone, { isMetaMask: true, isRainbow: true }, "Rainbow", true],
  ["Phantom on Android", `${android} Phantom/android/24.30.0.29755`, { isMetaMask: true }, "Phantom", true],
  ["Phantom on iOS", `${iphone} Phantom/ios/22.06.08.44`, undefined, "Phantom", true],
  [
    "OKX on Android",
    `${android} OKEx-google/6.100.0 (23127PN0CC; U; Android 15; zh-CN;) locale=zh-CN statusBarHeight/116 OKApp/(OKEx/6.100.0) brokerDomain/www.okx.com brokerId/0 jsbridge/1.1.0 theme/light`,
    { isMetaMask: true },
    "OKX",
    true,
  ],
  [
    "OKX on iOS",
    `${iphone} OKEx/6.96.1 (iPhone;U;iOS 18.0.1;en-ID/en-US) locale=en-US statusBarHeight/141 OKApp/(OKEx/6.96.1) brokerDomain/www.okx.com`,
    undefined,
    "OKX",
    true,
  ],
  ["TokenPocket on Android", `${android} TokenPocket_Android`, { isMetaMask: true }, "TokenPocket", true],
  [
    "Bitget on Android",
    "Mozilla/5.0 (Linux; Android 6.0; Nexus 5 Build/MRA58N) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/115.0.0.0 Mobile Safari/537.36; BitKeep Android/8.27.0",
    { isMetaMask: true },
    "Bitget Wallet",
    true,
  ],
  [
    "Messenger on iOS",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/22F76 [FBAN/MessengerForiOS;FBAV/500.0]",
    undefined,
    "Facebook",
    false,
  ],
  ["an unknown app on Android", android, undefined, null, false],
  ["an unknown wallet app on iOS", iphone, {}, null, true],
];

const browsers: [string, string, InjectedFlags?][] = [
  [
    "Chrome on Android",
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36",
  ],
  [
    "Safari on iOS",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
  ],
  [
    "DuckDuckGo on iOS",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 14_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/14.3 Mobile/15E148 DuckDuckGo/7 Safari/605.1.15",
  ],
  ["Firefox on Android", "Mozilla/5.0 (Android 14; Mobile; rv:131.0) Gecko/131.0 Firefox/131.0"],
  [
    "Chrome on Linux with an extension",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36",
    { isMetaMask: true, isCoinbaseWallet: true },
  ],
  ["Safari on an iPad that says Mac", ipadAsMac],
];

describe("the browser inside an app", () => {
  it.each(apps)("knows %s", (_, userAgent, ethereum, app, wallet) => {
    expect(inAppBrowserOf({ userAgent, ethereum, maxTouchPoints: 5 })).toEqual({ app, wallet });
  });

  it.each(browsers)("takes %s for a browser", (_, userAgent, ethereum) => {
    expect(inAppBrowserOf({ userAgent, ethereum, maxTouchPoints: 0 })).toBeNull();
  });

  it("knows a wallet app on an iPad, which says that it is a Mac", () => {
    const surroundings = { userAgent: ipadAsMac, maxTouchPoints: 5, ethereum: { isTrust: true } };
    expect(isHandheld(surroundings)).toBe(true);
    expect(inAppBrowserOf(surroundings)).toEqual({ app: "Trust Wallet", wallet: true });
    expect(inAppBrowserOf({ ...surroundings, maxTouchPoints: 0 })).toBeNull();
  });
});

describe("the way to the phone's own browser", () => {
  it("is an intent on Android, and the secret behind # goes along", () => {
    expect(systemBrowserUrl("https://shop.example/r#abc-_1", android)).toBe(
      "intent://shop.example/r#abc-_1#Intent;scheme=https;action=android.intent.action.VIEW;end",
    );
  });

  it("does nothing elsewhere, and nothing for responses that are not pages", () => {
    expect(systemBrowserUrl("https://shop.example/", iphone)).toBeNull();
    expect(systemBrowserUrl("javascript:alert(1)", android)).toBeNull();
  });
});
