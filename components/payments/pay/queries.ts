import { queryOptions } from "@tanstack/react-query";
import { readPayer, readPaymentStatus } from "@/components/payments/wire/pay-api";

/** The balance of an address (atomic units, or null if unknown); reloaded every 4 s while it is watched. */
export const balanceQuery = (network: string, address: string) =>
  queryOptions({
    queryKey: ["balance", network, address],
    queryFn: async () => {
      const payer = await readPayer({ network, address });
      return payer === null ? null : payer.balance.toString();
    },
    refetchInterval: 4_000,
    staleTime: 0,
  });

/** The status of a payment; reloaded every 2 s while money may be moving. */
export const paymentStatusQuery = (paymentId: string) =>
  queryOptions({
    queryKey: ["payment", paymentId],
    queryFn: ({ signal }) => readPaymentStatus(paymentId, signal),
    refetchInterval: 2_000,
    staleTime: 0,
  });
