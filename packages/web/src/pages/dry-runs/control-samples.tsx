import { Text } from '@mantine/core';
import type { ControlConclusion } from '@tickmark/core';
import { Link } from '@tanstack/react-router';

/** What samples drawn for a control said at the time of the dry run. */
export function ControlSamples({ control }: { control: ControlConclusion }) {
  return (control.samples ?? []).map((sample) => (
    <Text key={sample.id} size="sm" mt={6}>
      <Link to="/samples/$id" params={{ id: sample.id }} className="tm-link">
        Sample of {sample.population}
      </Link>
      <br />
      {sample.sentence}
    </Text>
  ));
}
