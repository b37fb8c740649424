import { Fragment } from 'react';
import classes from './as-written.module.css';
import { piecesOf } from './unseen.ts';

/** A text of somebody else, with what nobody would see of it: it reads as its bytes are. */
export function AsWritten({ text }: { text: string }) {
  const pieces = piecesOf(text);
  const [only] = pieces;
  if (pieces.length === 1 && only !== undefined && 'text' in only) return <>{text}</>;
  return (
    <>
      {pieces.map((piece, place) =>
        'text' in piece ? (
          <Fragment key={place}>{piece.text}</Fragment>
        ) : (
          <span key={place} className={classes.unseen} title={piece.name}>
            {piece.unseen}
          </span>
        ),
      )}
    </>
  );
}
