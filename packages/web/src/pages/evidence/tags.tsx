import { Group } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import classes from './tags.module.css';

/** Tags, each of which leads to all evidence that carries it. */
export function Tags({ tags }: { tags: readonly string[] }) {
  if (tags.length === 0) return null;
  return (
    <Group gap={4} component="span">
      {tags.map((tag) => (
        <Link
          key={tag}
          to="/evidence"
          search={{ tags: tag }}
          className={classes.tag}
          aria-label={`All evidence tagged ${tag}`}
        >
          {tag}
        </Link>
      ))}
    </Group>
  );
}
