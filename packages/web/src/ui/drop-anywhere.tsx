import { Text } from '@mantine/core';
import { IconFileUpload } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import classes from './drop-anywhere.module.css';
import { say } from './notices.tsx';

interface Props {
  /** Shown over the page while files are held over it. */
  label: string;
  onFiles: (files: File[]) => void;
}

/** Takes files that are dropped anywhere on the page. Whoever uses no pointer chooses them in the form instead. */
export function DropAnywhere({ label, onFiles }: Props) {
  const [over, setOver] = useState(false);
  const take = useRef(onFiles);

  useEffect(() => {
    take.current = onFiles;
  }, [onFiles]);

  useEffect(() => {
    // Entering an element within the page comes before leaving the one around it.
    let depth = 0;
    const listening = new AbortController();
    const on = (name: 'dragenter' | 'dragover' | 'dragleave' | 'drop', then: (event: DragEvent) => void): void =>
      document.addEventListener(
        name,
        (event) => {
          if (event.dataTransfer?.types.includes('Files') !== true) return;
          // Else the browser leaves the page for the file.
          event.preventDefault();
          then(event);
        },
        { signal: listening.signal },
      );
    const leave = (): void => {
      depth = Math.max(0, depth - 1);
      if (depth === 0) setOver(false);
    };
    on('dragenter', () => {
      depth += 1;
      setOver(true);
    });
    on('dragover', () => undefined);
    on('dragleave', leave);
    on('drop', (event) => {
      depth = 0;
      setOver(false);
      const files = filesOf(event.dataTransfer as DataTransfer);
      if (files.length > 0) take.current(files);
    });
    return () => listening.abort();
  }, []);

  if (!over) return null;
  return (
    <div className={classes.over} aria-hidden>
      <IconFileUpload size={32} stroke={1.5} />
      <Text fw={600}>{label}</Text>
    </div>
  );
}

/** What was dropped, without folders: a browser gives those as files that cannot be read. */
function filesOf(dropped: DataTransfer): File[] {
  const items = [...dropped.items].filter(({ kind }) => kind === 'file');
  const folders = items.filter((item) => item.webkitGetAsEntry()?.isDirectory === true);
  if (folders.length > 0) say('A folder is not taken as it is. Open it, and drop the files in it.', 'Folder left out');
  return items.filter((item) => !folders.includes(item)).flatMap((item) => item.getAsFile() ?? []);
}
