import { Link } from '@tanstack/react-router';
import { Note } from '../../ui/notices.tsx';

/** Says that a draft follows from answers, and leads back to them and their reasons. */
export function CameFrom({ why }: { why: string | undefined }) {
  if (why === undefined) return null;
  return (
    <Note>
      Filled in from your answers. Nothing is decided until you send it.{' '}
      <Link to="/understand/choose" search={Object.fromEntries(new URLSearchParams(why))} className="tm-link">
        The answers and the reasons
      </Link>
    </Note>
  );
}
