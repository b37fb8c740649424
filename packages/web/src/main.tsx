import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './base.css';
import './ui/tones.css';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { queryClient } from './queries.ts';
import { router } from './router.ts';
import { cssVariables, theme } from './theme.ts';
import { printLight } from './ui/printing.ts';

const container = document.getElementById('root');
if (container === null) throw new Error('The page has no root element.');

printLight();
createRoot(container).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <QueryClientProvider client={queryClient}>
        <Notifications position="bottom-right" />
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
