import { Sell } from "@/components/files/sell";
import { clientConfig } from "@/lib/client-config/client-config";
import { sellRules } from "./sell-rules";

const promises = [
  {
    title: "Paid straight to you",
    text: "Each sale is one transfer from the buyer's wallet to yours. Nothing is taken from it.",
  },
  { title: "From one cent up", text: "Buyers pay exactly the price: no network fee, no account, no card minimum." },
  {
    title: "People and programs",
    text: "The same link is a page for people and an x402 resource for agents and scripts.",
  },
];

export default function Page() {
  const config = clientConfig();
  return (
    <div className="mx-auto w-full max-w-2xl space-y-8 px-4 pt-6 sm:px-6 sm:pt-12">
      <div className="space-y-3 text-center">
        <h1 className="text-2xl sm:text-3xl">Sell a file with a link. Buyers pay you directly.</h1>
        <p className="text-ink-soft">Drop a file, set a price, share the link. No shop, no account, no cut.</p>
      </div>
      <Sell config={config} rules={sellRules()} />
      <ul className="grid gap-5 pt-4 sm:grid-cols-3 sm:gap-6">
        {promises.map(({ title, text }) => (
          <li key={title} className="space-y-1 text-sm">
            <p className="font-semibold">{title}</p>
            <p className="text-ink-soft">{text}</p>
          </li>
        ))}
      </ul>
    </div>
  );
}
