import { Text } from '@mantine/core';
import { glossary, type TermId } from '@tickmark/core/glossary';
import { getRouteApi, Link, useLocation } from '@tanstack/react-router';
import { Empty } from '../../ui/notices.tsx';
import { Page } from '../../ui/page.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import classes from './understand.module.css';

const route = getRouteApi('/guide/understand/terms');
const all = (Object.keys(glossary) as TermId[])
  .map((id) => ({ id, ...glossary[id] }))
  .toSorted((a, b) => a.term.localeCompare(b.term, 'en'));

/** Every term by name; an address with `#deviation` leads to one. */
export function TermsPage() {
  const { search } = route.useSearch();
  const navigate = route.useNavigate();
  const asked = useLocation({ select: ({ hash }) => hash });
  const words = (search ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  const found = all.filter(({ term, meaning }) =>
    words.every((word) => `${term} ${meaning}`.toLowerCase().includes(word)),
  );
  const letters = [...new Set(found.map(({ term }) => term.charAt(0)))];
  return (
    <Page
      title="Terms"
      lead={
        <>
          Words of the field and of this product, in ours. Where one stands on a page it explains itself on hover, focus
          and touch.{' '}
          <Link to="/understand" className="tm-link">
            Guide
          </Link>
        </>
      }
      actions={
        <SearchField
          label="Search terms"
          value={search}
          onChange={(search) => void navigate({ search: { search }, replace: true, resetScroll: false })}
        />
      }
    >
      <Text size="sm" c="dimmed" aria-live="polite">
        {found.length} of {all.length} terms
      </Text>
      {found.length === 0 ? (
        <Empty title="No term holds these words." example="Try one word, such as period." />
      ) : (
        letters.map((letter) => (
          <section key={letter} className={classes.letter} aria-labelledby={`letter-${letter}`}>
            <h2 id={`letter-${letter}`}>{letter}</h2>
            <dl className={classes.terms}>
              {found
                .filter(({ term }) => term.charAt(0) === letter)
                .map(({ id, term, meaning, source }) => (
                  <div key={id} id={id} className={classes.entry} data-asked={id === asked || undefined}>
                    <dt>
                      <Link to="/understand/terms" search={{ search }} hash={id} className={classes.anchor}>
                        {term}
                      </Link>
                    </dt>
                    <dd>
                      {meaning}
                      <Text size="xs" c="dimmed">
                        {source}
                      </Text>
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))
      )}
    </Page>
  );
}
