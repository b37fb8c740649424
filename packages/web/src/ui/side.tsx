import { Drawer, Modal, type DrawerRootProps } from '@mantine/core';
import type { ReactNode } from 'react';
import { useIsExplaining } from './open-terms.ts';

interface Props extends Pick<DrawerRootProps, 'opened' | 'onClose' | 'size'> {
  title: ReactNode;
  children: ReactNode;
}

/** What slides in beside a page. Its header is no landmark: the page has one banner. */
export function Side({ title, children, ...root }: Props) {
  const explaining = useIsExplaining();
  return (
    <Drawer.Root position="right" closeOnEscape={!explaining} {...root}>
      <Drawer.Overlay />
      <Drawer.Content>
        <Drawer.Header role="presentation">
          <Drawer.Title fw={600} style={{ overflowWrap: 'anywhere' }}>
            {title}
          </Drawer.Title>
          <Drawer.CloseButton aria-label="Close" />
        </Drawer.Header>
        <Drawer.Body>{children}</Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}

/** A question or a list over the page. */
export function Over({ title, children, ...root }: Props) {
  const explaining = useIsExplaining();
  return (
    <Modal.Root closeOnEscape={!explaining} {...root}>
      <Modal.Overlay />
      <Modal.Content>
        <Modal.Header role="presentation">
          <Modal.Title fw={600}>{title}</Modal.Title>
          <Modal.CloseButton aria-label="Close" />
        </Modal.Header>
        <Modal.Body>{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
