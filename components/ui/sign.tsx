const circle = "M2 12a10 10 0 1 0 20 0 10 10 0 0 0-20 0";

const paths = {
  info: `${circle}M12 11v6M12 7.5v.01`,
  good: `${circle}m6 .5 3 3 5.5-6`,
  warn: "M12 3 2 20.5h20ZM12 10v5m0 2.7v.01",
  bad: `${circle}M12 7v6m0 3.5v.01`,
  done: "m4.5 12.5 5 5 10-11",
  copy: "M9 9h12v12H9ZM5 15H3V3h12v2",
} as const;

type Props = { name: keyof typeof paths; className: string };

/** One of the few icons of the buyer's page before Pay: the package of all others weighs more there than these do. */
export function Sign({ name, className }: Props) {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      className={className}
    >
      <path d={paths[name]} />
    </svg>
  );
}
