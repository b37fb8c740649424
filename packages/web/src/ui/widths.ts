/** Widths of columns whose content always has the same form, so that it never breaks in two. */
export const widths = { moment: '192px', period: '236px' } as const;
