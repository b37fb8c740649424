/**
 * Does work for each of a list on the next free lane and answers in the order of the list. When one fails no other is
 * begun, and what was begun has ended before that failure is thrown.
 */
export async function inLanes<Lane, One, Answer>(
  lanes: readonly Lane[],
  list: readonly One[],
  work: (lane: Lane, one: One, index: number) => Promise<Answer>,
): Promise<Answer[]> {
  const answers = new Map<number, Answer>();
  const left = list.entries();
  let failed = false;
  const go = async (lane: Lane): Promise<void> => {
    for (const [index, one] of left) {
      if (failed) return;
      try {
        answers.set(index, await work(lane, one, index));
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  for (const end of await Promise.allSettled(lanes.map(go))) if (end.status === 'rejected') throw end.reason;
  return list.map((_, index) => answers.get(index) as Answer);
}
