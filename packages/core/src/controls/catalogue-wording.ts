import type { CatalogueControl, ControlWording } from './controls.ts';

/** The wording a control of the catalogue is adopted with, before anybody adapts it. */
export function catalogueWording(from: CatalogueControl): ControlWording {
  const { title, description, criteria, frequency: often, ownerRole, family, type, nature, evidence } = from;
  return {
    title,
    description,
    criteria,
    frequency: often,
    ownerRole,
    family,
    type,
    nature,
    performer: ownerRole,
    appliesTo: evidence.population,
    evidenceLeft: evidence.artifacts.join('; '),
    onFailure: null,
  };
}
