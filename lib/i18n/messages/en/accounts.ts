export const accounts = {
  export: "Sales and refunds for your books (CSV)",
  help: "Each sale and refund with its date, amount, network, transaction, buyer and what the operator paid for it. Days are in UTC. Leave a day empty for all of them.",
  from: "First day",
  to: "Last day",
  backwards: "The last day comes before the first one.",
  download: "Download CSV",
} as const;
