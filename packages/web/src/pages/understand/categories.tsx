import { SimpleGrid, Text } from '@mantine/core';
import { categories } from '@tickmark/core/categories';
import { categoryQuestions } from '@tickmark/core/guide';
import { categoryNames } from '../../glossary/names.ts';
import { useOperation } from '../../queries.ts';
import { ErrorNotice } from '../../ui/notices.tsx';
import { Panel } from '../../ui/panel.tsx';
import classes from './understand.module.css';

/** Each category: what to ask oneself, what is looked at, and what it adds, counted from criteria and catalogue. */
export function Categories() {
  const { data, error, refetch } = useOperation('understand.categories', {}, { staleTime: 'static' });
  if (error !== null) return <ErrorNotice error={error} retry={() => void refetch()} />;
  const most = Math.max(1, ...(data?.items ?? []).map(({ criteria }) => criteria));
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
      {categories.map((category) => {
        const counts = data?.items.find((item) => item.category === category);
        const { questions, examined, without } = categoryQuestions[category];
        return (
          <Panel key={category} h="100%">
            <div className={classes.category}>
              <h3>{categoryNames[category].title}</h3>
              <Text size="sm" c="dimmed">
                {categoryNames[category].question}
              </Text>
              <h4>Do you need it?</h4>
              <ul>
                {questions.map((question) => (
                  <li key={question}>{question}</li>
                ))}
              </ul>
              <h4>What is looked at</h4>
              <Text size="sm">{examined}</Text>
              <h4>Without it</h4>
              <Text size="sm">{without}</Text>
              <div className={classes.adds}>
                <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden>
                  <rect width="100" height="6" className={classes.track} />
                  <rect width={((counts?.criteria ?? 0) / most) * 100} height="6" className={classes.bar} />
                </svg>
                <Text size="sm">
                  {counts === undefined ? (
                    'Counting …'
                  ) : (
                    <>
                      <strong>
                        {category === 'security' ? '' : '+ '}
                        {counts.criteria} criteria
                      </strong>
                      , {counts.controls} controls of the catalogue
                      {category === 'security' ? ', in every report' : `, ${counts.onlyHere} of them for nothing else`}
                    </>
                  )}
                </Text>
              </div>
            </div>
          </Panel>
        );
      })}
    </SimpleGrid>
  );
}
