/** Words for controls, as they stand on screens and in sentences. */

export const frequencies = [
  'continuous',
  'daily',
  'weekly',
  'monthly',
  'quarterly',
  'semiannual',
  'annual',
  'per_occurrence',
] as const;

export const controlTypes = ['preventive', 'detective', 'corrective'] as const;

export const controlTypeTitles: Record<(typeof controlTypes)[number], string> = {
  preventive: 'Preventive',
  detective: 'Detective',
  corrective: 'Corrective',
};

export const controlNatures = ['manual', 'hybrid', 'automated'] as const;

export const controlNatureTitles: Record<(typeof controlNatures)[number], string> = {
  manual: 'Manual',
  hybrid: 'IT-dependent manual',
  automated: 'Automated',
};

/** What the fields of a control are called in sentences. */
export const wordingFieldNames = {
  title: 'title',
  description: 'wording',
  criteria: 'criteria',
  frequency: 'frequency',
  ownerRole: 'owner',
  family: 'family',
  type: 'type',
  nature: 'nature',
  performer: 'performer',
  appliesTo: 'what it applies to',
  evidenceLeft: 'evidence it leaves',
  onFailure: 'what is done where it fails',
} as const;
