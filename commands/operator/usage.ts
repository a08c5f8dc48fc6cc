export const usage = `Usage: npm run operator -- COMMAND [options]

What the page /operator does, from the shop's machine: while the shop runs, or when its page is broken. Run it with the
shop's settings, as the shop's user. Every act is in the audit log as “command-line”.

Decisions (FILE is an id or a link, SELLER an id or an address):
  suspend file FILE | suspend seller SELLER     no new sales; buyers keep what they have
  withhold file FILE                            nobody gets the bytes; buyers' time stands still
  lift file FILE | lift seller SELLER           as if nothing had been decided
  delete file FILE                              deletes the bytes for everybody and blocks their hashes; asks first
      --ground law|terms|copyright|child-safety|malware|other   --facts "…"   [--legal-basis "…"]
  decisions file FILE | decisions seller SELLER

Reports and appeals:
  reports [--state open|decided]        report NUMBER
  decide report NUMBER VERDICT          VERDICT: none, suspended, withheld, deleted, lifted; options as above, and
      [--alone] only this report, not others about the same file   [--unfounded] with none: it had no ground at all
  appeals [--state open|decided]        appeal ID
  decide appeal ID upheld|VERDICT       --facts "…" says why

Blocks and quotas:
  blocks        block wallet ADDRESS --reason "…"      block hash SHA256 --reason "…"      unblock VALUE
  quota SELLER [SIZE|default]           how much a seller may store, such as 50GB

Paid storage:
  storage [owed]                        what you received for it and owe, and the payments; paying back is done on the page
  end-storage FILE [--on 2027-01-31]    ends it, in 30 days at the earliest: what was paid for unused days is owed; asks first
  bytes-lost file FILE | bytes-lost upload UPLOAD     what was paid for unused days is owed from now on; asks first

Looking:
  attention     figures [--days N]      files [QUERY]      file FILE      sellers [QUERY]      seller SELLER
  settings      audit [--act ACT] [--by WHO] [--subject "file ID"] [--csv | --ndjson]
  notices (those that could not be delivered)      retry-notice ID

  --before ID   the next page of a list (the last line of a page names it)
  --yes         do not ask before what cannot be taken back
  --json        print JSON

Exit code: 0 done, 1 refused by the shop, 2 not understood or not possible.`;
