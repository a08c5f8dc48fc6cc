import type { CreateConnectorFn } from "wagmi";
import { walletConnect } from "wagmi/connectors/walletConnect";

/**
 * WalletConnect, where the operator installed `@walletconnect/ethereum-provider` before the build and set a project id.
 * The package is no dependency of ours (size and licence). `turbopackOptional` lets the build continue without it; then
 * the import fails here, at run time, and nothing is offered.
 */
export async function walletConnectConnector(projectId: string, appUrl: string): Promise<CreateConnectorFn | null> {
  try {
    await import(/* turbopackOptional: true */ "@walletconnect/ethereum-provider");
  } catch {
    return null;
  }
  // Typed by the optional package, so untyped here.
  const parameters: Record<string, unknown> = {
    projectId,
    showQrModal: true,
    metadata: {
      name: "Filekiosk",
      description: "Sell a file with a link.",
      url: appUrl,
      icons: [`${appUrl}/icon-180.png`],
    },
  };
  return walletConnect(parameters);
}
