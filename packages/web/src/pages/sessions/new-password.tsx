import { PasswordInput } from '@mantine/core';
import { fieldError } from '../../queries.ts';

/** The field for a password somebody sets. */
export function NewPassword({
  value,
  onChange,
  error,
}: {
  value: string;
  onChange: (value: string) => void;
  error: unknown;
}) {
  return (
    <PasswordInput
      label="Password"
      name="password"
      autoComplete="new-password"
      description="At least 12 characters. Length counts; a few plain words do."
      required
      minLength={12}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={fieldError(error, 'password')}
      visibilityToggleButtonProps={{ 'aria-label': 'Show what is typed', tabIndex: 0 }}
    />
  );
}
