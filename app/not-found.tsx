import { ButtonLink } from "@/components/ui/button";

export const metadata = { title: "Nothing here" };

export default function NotFound() {
  return (
    <div className="mx-auto w-full max-w-lg space-y-5 px-4 pt-16 text-center">
      <h1 className="text-2xl">There is nothing here</h1>
      <p className="text-ink-soft">
        The link may have been cut off when it was copied. Ask the person who sent it for the whole link.
      </p>
      <ButtonLink href="/" look="secondary">
        Go to the front page
      </ButtonLink>
    </div>
  );
}
