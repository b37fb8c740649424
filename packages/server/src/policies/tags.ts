import {
  policyLists,
  policySettings,
  type PolicyFacts,
  type PolicyListId,
  type PolicyRoleId,
  type PolicySettingId,
} from '@tickmark/core';
import { fillBlocks } from '@tickmark/policies';

/** Every tag that may stand in a document, with the words that fill it now. */
export function everyTagFilled(facts: PolicyFacts): { tag: string; text: string; meaning: string; missing: boolean }[] {
  const meanings = [
    ['organization', 'What the organization is called'],
    ...(Object.keys(policySettings) as PolicySettingId[]).map((id) => [`settings.${id}`, policySettings[id].meaning]),
    ...(Object.keys(facts.values.roles) as PolicyRoleId[]).map((id) => [`roles.${id}`, 'What this role is called']),
    ...(Object.keys(policyLists) as PolicyListId[]).map((id) => [
      `list.${id}`,
      `Names of the ${policyLists[id]} in scope`,
    ]),
  ] as [tag: string, meaning: string][];
  const [filled] = fillBlocks([{ kind: 'paragraph', line: meanings.map(([tag]) => ({ text: tag, tag })) }], facts);
  const pieces = filled?.kind === 'paragraph' ? filled.line : [];
  return meanings.map(([tag, meaning], place) => ({
    tag,
    text: pieces[place]?.text ?? tag,
    meaning,
    missing: pieces[place]?.missing === true,
  }));
}
