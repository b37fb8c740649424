import { officeText, pdfText, type FileText } from '@tickmark/connectors/texts';
import { TickmarkError } from '@tickmark/core';

/** What the reader asks of its process, one file at a time. */
export interface Asked {
  path: string;
  form: 'pdf' | 'office';
  /** Bytes of text that are kept. */
  most: number;
}

export type Answered = FileText | { state: 'failed'; reason: string };

process.on('message', (asked: Asked) => {
  void answer(asked).then((answered) => process.send?.(answered));
});

async function answer({ path, form, most }: Asked): Promise<Answered> {
  try {
    return await (form === 'pdf' ? pdfText(path, most) : officeText(path, most));
  } catch (error) {
    return {
      state: 'failed',
      reason: error instanceof TickmarkError ? error.message : 'It is not as its form demands.',
    };
  }
}
