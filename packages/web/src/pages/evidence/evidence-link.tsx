import { Link } from '@tanstack/react-router';
import { useOperation } from '../../queries.ts';
import { AsWritten } from '../../ui/as-written.tsx';

/** Leads to a piece of evidence and what is in its file; `within` the library it keeps the list as it is. */
export function EvidenceLink({ id, within = false }: { id: string; within?: boolean }) {
  const { data } = useOperation('evidence.get', { id });
  const words =
    data === undefined ? (
      'Open the evidence'
    ) : (
      <>
        <AsWritten text={data.title} />, {data.period.from} to {data.period.to}
      </>
    );
  return within ? (
    <Link from="/evidence" search={(s) => ({ ...s, open: id, view: undefined, page: undefined })} className="tm-link">
      {words}
    </Link>
  ) : (
    <Link to="/evidence" search={{ open: id }} className="tm-link">
      {words}
    </Link>
  );
}
