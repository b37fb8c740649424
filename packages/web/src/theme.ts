import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

const ink: MantineColorsTuple = [
  '#e6f6f8',
  '#cfe9ed',
  '#a3d3da',
  '#73bbc6',
  '#4ca5b3',
  '#2f94a4',
  '#17879a',
  '#0e7080',
  '#0b5c66',
  '#06474f',
];

const slate: MantineColorsTuple = [
  '#e4e8ee',
  '#c9d0da',
  '#aab4c1',
  '#7f8a99',
  '#3b4552',
  '#2c3540',
  '#20272f',
  '#161b22',
  '#0f1319',
  '#0a0d11',
];

const family = "Inter, system-ui, -apple-system, 'Segoe UI', sans-serif";

/** Mantine's own shades miss 4.5 : 1 in places; primary 8 and the variables below reach it. */
export const theme = createTheme({
  primaryColor: 'ink',
  primaryShade: { light: 8, dark: 8 },
  colors: { ink, dark: slate },
  fontFamily: family,
  fontFamilyMonospace: "ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', monospace",
  headings: {
    fontFamily: family,
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '22px', lineHeight: '30px' },
      h2: { fontSize: '16px', lineHeight: '24px' },
      h3: { fontSize: '14px', lineHeight: '20px' },
    },
  },
  fontSizes: { xs: '12.5px', sm: '14px', md: '15px', lg: '17px', xl: '20px' },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Alert: { styles: { title: { color: 'var(--mantine-color-text)' } } },
    Button: { defaultProps: { size: 'sm' } },
    Notification: {
      defaultProps: { closeButtonProps: { 'aria-label': 'Close' } },
      styles: { description: { color: 'var(--mantine-color-text)' } },
    },
    Tabs: { defaultProps: { color: 'var(--tm-accent)' } },
    TextInput: { defaultProps: { size: 'sm' } },
    Tooltip: { defaultProps: { color: 'dark.5', transitionProps: { duration: 80 } } },
  },
});

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#4e5865',
    '--mantine-color-placeholder': '#636c78',
    '--mantine-color-error': '#a31621',
    '--mantine-color-anchor': '#0b5c66',
    '--mantine-color-text': '#1b222b',
    '--tm-accent': '#0b5c66',
    '--tm-line': '#dfe3e8',
    '--tm-surface': '#f7f8fa',
    '--tm-hover': '#f1f5f6',
    '--tm-active': '#e3f1f3',
  },
  dark: {
    '--mantine-color-dimmed': '#aab4c1',
    '--mantine-color-placeholder': '#8f9aa9',
    '--mantine-color-error': '#ff9b9b',
    '--mantine-color-anchor': '#7fd0dc',
    '--tm-accent': '#4ca5b3',
    '--tm-line': '#2b333d',
    '--tm-surface': '#1a2028',
    '--tm-hover': '#1f262f',
    '--tm-active': '#17323a',
  },
});
