/** Words for risks, as they stand on screens and in sentences. */

export const riskTreatments = ['reduce', 'avoid', 'share', 'accept'] as const;
export type RiskTreatment = (typeof riskTreatments)[number];

export const riskTreatmentTitles: Record<RiskTreatment, string> = {
  reduce: 'Reduce it by controls',
  avoid: 'Avoid it: stop doing what brings it',
  share: 'Share it: insurance or a contract',
  accept: 'Accept it as it is',
};
