/** An items test with ten attributes and one relation. */
export const definition = `
id: CHG-02.bench
control: CHG-02
title: Ten attributes of a change
kind: items
population: code-changes
where: item.branch == "main"
relations:
  reviews: { population: code-reviews, on: reviews.change_id == item.id }
attributes:
  A: { title: Reviewed by another, pass: 'reviews.exists(r, r.state == "approved" && r.reviewer != item.author)' }
  B: { title: Approved before merge, pass: 'reviews.exists(r, r.state == "approved" && r.at <= item.merged_at)' }
  C: { title: Signed, pass: 'item.signature == "good"' }
  D: { title: Merge or small, pass: 'item.kind == "merge" || item.files < 5' }
  E: { title: Not too large, pass: 'item.files <= 60' }
  F: { title: Written before merge, pass: 'item.authored_at <= item.merged_at' }
  G: { title: Merged by another, pass: 'item.committer != item.author' }
  H: { title: Names a ticket, pass: 'item.subject.startsWith("OPS-") || item.subject.startsWith("CHG-")' }
  I: { title: Merged within thirty days, pass: 'item.merged_at - item.authored_at <= duration("720h")' }
  J: { title: Known repository, pass: 'item.repository in ["api", "web", "infra"]' }
`;
